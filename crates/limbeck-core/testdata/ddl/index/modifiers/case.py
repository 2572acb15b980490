import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_index("ix", "t", [sa.column("a").desc().nulls_last(), sa.column("b").asc()])
