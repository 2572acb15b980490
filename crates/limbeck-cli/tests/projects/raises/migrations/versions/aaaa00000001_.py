"""raises"""
from alembic import op


def helper():
    raise ValueError("no rows to move")

revision = 'aaaa00000001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    helper()


def downgrade():
    pass
