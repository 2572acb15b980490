import sqlalchemy as sa

from alembic import op


def upgrade():
    t = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a", sa.Integer(), sa.Sequence("s", schema="x")), sa.Column("b", sa.Integer(), sa.Sequence("o", optional=True)))
    op.bulk_insert(t, [{"id": 1}, {"id": 2, "a": 6}])
