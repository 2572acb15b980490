"""other root"""
from alembic import op
import sqlalchemy as sa

revision = 'cccc00000001'
down_revision = None
branch_labels = ['other']
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
