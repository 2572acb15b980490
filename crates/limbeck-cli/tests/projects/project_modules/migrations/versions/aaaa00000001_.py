"""imports a helper"""
from alembic import op

from helpers.tables import create

revision = 'aaaa00000001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    create(op)


def downgrade():
    op.drop_table("made")
