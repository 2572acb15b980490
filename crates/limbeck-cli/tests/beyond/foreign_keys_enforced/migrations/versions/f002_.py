"""longer names"""
import sqlalchemy as sa
from alembic import op

revision = "f002"
down_revision = "f001"


def upgrade():
    with op.batch_alter_table("author") as batch:
        batch.alter_column("name", type_=sa.String(9))
