"""after"""
from alembic import op
import sqlalchemy as sa

revision = 'aaaa00000007'
down_revision = 'aaaa00000006'
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
