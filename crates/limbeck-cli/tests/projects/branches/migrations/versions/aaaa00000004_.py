"""left two"""
from alembic import op
import sqlalchemy as sa

revision = 'aaaa00000004'
down_revision = 'aaaa00000002'
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
