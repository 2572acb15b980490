import sqlalchemy as sa

from .columns import key


def create(op):
    op.create_table("made", key(), sa.Column("x", sa.Enum("a", "b", name="ab")))
