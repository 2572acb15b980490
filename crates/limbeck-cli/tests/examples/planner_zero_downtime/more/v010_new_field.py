"""new field"""
from alembic import op
import sqlalchemy as sa

revision = "v010"
down_revision = "v009"


def upgrade():
    op.add_column('tasks',
        sa.Column('new_field', sa.String(100), nullable=True))

# Backfill data (in batches)
    op.execute("""
        UPDATE tasks
        SET new_field = 'default'
        WHERE new_field IS NULL
    """)

# Make NOT NULL (safe now)
    op.alter_column('tasks', 'new_field', nullable=False)


def downgrade():
    op.drop_column('tasks', 'new_field')
