import sqlalchemy as sa

from alembic import op

target_metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
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
        batch_op.create_unique_constraint(None, ["b"])
        batch_op.create_foreign_key(None, "q", ["b"], ["id"])
