import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", sa.Integer(), sa.Identity(always=True, start=3, increment=2), nullable=False),
        sa.Column("b", sa.Integer(), sa.Identity(minvalue=1, maxvalue=9, cycle=True, cache=3)),
        sa.Column("c", sa.Integer(), sa.Identity(nominvalue=True, nomaxvalue=True, cycle=False), nullable=True),
    )
