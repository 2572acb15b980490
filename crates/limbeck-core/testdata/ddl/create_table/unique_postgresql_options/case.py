import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", sa.Integer()),
        sa.Column("b", sa.Integer()),
        sa.UniqueConstraint("a", postgresql_nulls_not_distinct=True, postgresql_include=["b"], name="u"),
        sa.CheckConstraint("a > 0", postgresql_not_valid=True),
    )
