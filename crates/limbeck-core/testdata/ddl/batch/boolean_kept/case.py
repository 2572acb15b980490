import sqlalchemy as sa

from alembic import op

table = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer(), primary_key=True), sa.Column("x", sa.Boolean(create_constraint=True, name="ck_x")), sa.Column("y", sa.Enum("a", "b", name="e")))


def upgrade():
    with op.batch_alter_table("t", copy_from=table, recreate="always") as batch_op:
        batch_op.add_column(sa.Column("n", sa.Integer()))
