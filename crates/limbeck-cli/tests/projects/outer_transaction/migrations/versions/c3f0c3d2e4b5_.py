"""fails"""
from alembic import op
import sqlalchemy as sa

revision = 'c3f0c3d2e4b5'
down_revision = 'b2f0c3d2e4b5'
branch_labels = None
depends_on = None


def upgrade():
    op.execute("INSERT INTO nowhere VALUES (1)")


def downgrade():
    pass
