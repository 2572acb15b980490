import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("a", sa.Integer(), nullable=False, sqlite_on_conflict_not_null="FAIL"),
        sa.Column("b", sa.Integer(), unique=True, sqlite_on_conflict_unique="IGNORE"),
        sa.UniqueConstraint("a", "b", sqlite_on_conflict="REPLACE"),
        sa.CheckConstraint("a > 0", sqlite_on_conflict="ABORT"),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
