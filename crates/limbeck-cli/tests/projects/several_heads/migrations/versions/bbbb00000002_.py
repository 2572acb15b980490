"""one"""
from alembic import op
import sqlalchemy as sa

revision = 'bbbb00000002'
down_revision = 'bbbb00000001'
branch_labels = 'one'
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
