import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", sa.Integer(), server_default=sa.literal(1) + 2),
        sa.Column("b", sa.Date(), server_default=sa.func.current_date()),
        sa.Column("c", sa.DateTime(), server_default=sa.func.current_timestamp()),
        sa.Column("d", sa.String(9), server_default=sa.func.lower("X")),
        sa.Column("e", sa.JSON(), server_default=sa.text("'{}'::jsonb")),
        sa.Column("f", sa.DateTime(), server_default=sa.func.now(6)),
        sa.Column("g", sa.DateTime(), server_default=sa.text("now(3)")),
        sa.Column("h", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP")),
        sa.Column("i", sa.String(9), server_default=sa.cast("x", sa.String(9))),
        sa.Column("j", sa.String(9), server_default=sa.text("a\\:b")),
        sa.Column("k", sa.String(9), server_default=sa.literal_column("uuid()")),
    )
