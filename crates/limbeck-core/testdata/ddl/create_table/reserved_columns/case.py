import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("user", sa.Integer()),
        sa.Column("group", sa.Integer()),
        sa.Column("rank", sa.Integer()),
        sa.Column("value", sa.Integer()),
        sa.Column("key", sa.Integer()),
        sa.Column("1st", sa.Integer()),
        sa.Column("camelCase", sa.Integer()),
        sa.Column("a-b", sa.Integer()),
        sa.Column("q\"q`", sa.Integer()),
        sa.Column("é", sa.Integer()),
    )
