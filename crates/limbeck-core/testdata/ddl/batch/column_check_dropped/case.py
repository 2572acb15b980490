import sqlalchemy as sa

from alembic import op

table = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer(), primary_key=True), sa.Column("x", sa.Integer(), sa.CheckConstraint("x > 0", name="ck_in")))


def upgrade():
    with op.batch_alter_table("t", copy_from=table) as batch_op:
        batch_op.drop_constraint("ck_in", type_="check")
