"""new field"""
from alembic import op
import sqlalchemy as sa

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('tasks',
        sa.Column('new_field', sa.String(100), nullable=True))
    op.execute("""
        UPDATE tasks
        SET new_field = 'default'
        WHERE new_field IS NULL
    """)
    op.alter_column('tasks', 'new_field', nullable=False)


def downgrade():
    op.drop_column('tasks', 'new_field')
