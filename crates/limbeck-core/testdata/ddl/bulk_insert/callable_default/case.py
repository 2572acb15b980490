import sqlalchemy as sa

from alembic import op


def upgrade():
    t = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a", sa.DateTime(), default=lambda: None), sa.Column("b", sa.String(9), onupdate=lambda: "x"))
    op.bulk_insert(t, [{"id": 1}, {"id": 2, "b": "y"}])
