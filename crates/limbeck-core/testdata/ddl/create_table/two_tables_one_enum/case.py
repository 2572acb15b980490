import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op


def upgrade():
    e = sa.Enum("a", "b", name="mood")
    op.create_table("t", sa.Column("m", e))
    op.create_table("u", sa.Column("m", sa.Enum("a", "b", name="mood")))
    op.create_table("v", sa.Column("m", postgresql.ENUM("c", name="mood", schema="s")))
