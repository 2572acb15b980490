"""right two"""
from alembic import op
import sqlalchemy as sa

revision = 'aaaa00000005'
down_revision = 'aaaa00000003'
branch_labels = None
depends_on = 'aaaa00000002'


def upgrade():
    pass


def downgrade():
    pass
