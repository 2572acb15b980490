import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", sa.Integer(), server_default="5"),
        sa.Column("b", sa.String(9), server_default="it's"),
        sa.Column("c", sa.DateTime(), server_default=sa.func.now(), nullable=False),
        sa.Column("d", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP")),
        sa.Column("e", sa.Boolean(), server_default=sa.true()),
        sa.Column("f", sa.Boolean(), server_default=sa.false()),
        sa.Column("g", sa.Integer(), server_default=sa.text("0")),
        sa.Column("h", sa.String(9), server_default=sa.text("'x'")),
        sa.Column("i", sa.String(9), server_default=sa.literal("x")),
        sa.Column("j", sa.String(9), server_default=""),
        sa.Column("k", sa.Integer(), server_default=sa.text("(1 + 2)")),
        sa.Column("l", sa.Integer(), server_default=sa.text("-1")),
        sa.Column("m", sa.String(9), server_default=sa.null()),
    )
