"""the same of nodes, as it is to be written"""
import sqlalchemy as sa
from alembic import op

revision = "f003"
down_revision = "f002"


def upgrade():
    op.execute("PRAGMA foreign_keys=OFF")
    with op.batch_alter_table("node") as batch:
        batch.alter_column("name", type_=sa.String(9))
