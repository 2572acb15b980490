"""right"""
from alembic import op
import sqlalchemy as sa

revision = 'aaaa00000003'
down_revision = 'aaaa00000001'
branch_labels = ('right',)
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
