import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_index("ix", "t", ["a"], schema="s", unique=True, postgresql_using="btree", postgresql_include=["b"], postgresql_with={"fillfactor": 50}, postgresql_tablespace="x", postgresql_where=sa.text("a IS NOT NULL"), postgresql_nulls_not_distinct=False, postgresql_ops={"a": "int4_ops"})
