"""Revision c2b0."""
import sqlalchemy as sa
from alembic import op

revision = "c2b0"
down_revision = "c1a0"


def upgrade(engine_name):
    op.create_table(f"{engine_name}_c2b0", sa.Column("id", sa.Integer))
    if engine_name == "second":
        op.execute("SELECT missing_column")


def downgrade(engine_name):
    op.drop_table(f"{engine_name}_c2b0")
