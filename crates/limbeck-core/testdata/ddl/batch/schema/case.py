import sqlalchemy as sa

from alembic import op

table = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a", sa.Integer()), sa.Index("ix_id", "id"), schema="s")


def upgrade():
    with op.batch_alter_table("t", schema="s", copy_from=table) as batch_op:
        batch_op.drop_column("a")
