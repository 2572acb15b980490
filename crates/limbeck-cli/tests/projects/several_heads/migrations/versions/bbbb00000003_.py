"""two"""
from alembic import op
import sqlalchemy as sa

revision = 'bbbb00000003'
down_revision = 'bbbb00000001'
branch_labels = 'two'
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
