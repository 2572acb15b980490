import sqlalchemy as sa

from alembic import op

options = {"paramstyle": "pyformat"}


def upgrade():
    op.create_table(
        "t",
        sa.Column("b%", sa.String(9), comment="50%", server_default=sa.text("'10%'")),
        sa.Column("c", sa.String(9), sa.CheckConstraint("c LIKE 'a%'"), server_default="5%"),
        sa.Column("d", sa.Enum("a%", name="e")),
    )
