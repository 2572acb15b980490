"""computed header"""
from alembic import op
import sqlalchemy as sa

_name = "aaaa" + "00000001"
revision = _name.upper().lower()
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("t", sa.Column("a", sa.Integer))


def downgrade():
    op.drop_table("t")
