"""add email"""
from alembic import op
import sqlalchemy as sa

revision = 'c3f0c3d2e4b5'
down_revision = 'b2f0c3d2e4b5'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('user', sa.Column('email', sa.String(100), nullable=True))
    op.execute("UPDATE user SET email = 'it''s 100%'")
    op.create_unique_constraint("uq_user_email", "user", ["email"])


def downgrade():
    op.drop_constraint('uq_user_email', 'user', type_='unique')
    op.drop_column('user', 'email')
