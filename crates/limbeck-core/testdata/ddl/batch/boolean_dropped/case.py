import sqlalchemy as sa

from alembic import op

table = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer(), primary_key=True), sa.Column("x", sa.Boolean(create_constraint=True, name="ck_x")))


def upgrade():
    with op.batch_alter_table("t", copy_from=table) as batch_op:
        batch_op.alter_column("x", type_=sa.Integer(), existing_type=sa.Boolean(create_constraint=True, name="ck_x"))
