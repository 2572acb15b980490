import sqlalchemy as sa

from alembic import op

table = sa.Table(
    "t",
    sa.MetaData(),
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("a", sa.String(50), nullable=False),
    sa.Column("b", sa.Integer(), server_default="5"),
    sa.Column("p", sa.Integer(), sa.ForeignKey("p.id", name="fk_p")),
    sa.UniqueConstraint("a", name="uq_a"),
    sa.CheckConstraint("b > 0", name="ck_b"),
    sa.Index("ix_b", "b"),
)


def upgrade():
    with op.batch_alter_table("t", copy_from=table) as batch_op:
        batch_op.create_check_constraint("ck_a", "a != ''")
