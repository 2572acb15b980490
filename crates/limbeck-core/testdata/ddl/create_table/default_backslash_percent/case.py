import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", sa.String(9), server_default="a\\b%c"),
        sa.Column("b%", sa.String(9), comment="50% of\nall", server_default=sa.text("'10%'")),
    )
