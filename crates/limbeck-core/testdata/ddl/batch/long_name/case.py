import sqlalchemy as sa

from alembic import op

table = sa.Table("a_table_" * 8, sa.MetaData(), sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a", sa.Integer()))


def upgrade():
    with op.batch_alter_table("t", copy_from=table) as batch_op:
        batch_op.drop_column("a")
