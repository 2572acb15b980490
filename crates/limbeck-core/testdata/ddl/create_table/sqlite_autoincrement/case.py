import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("id", sa.Integer(), primary_key=True, sqlite_on_conflict_primary_key="FAIL"),
        sqlite_autoincrement=True,
    )
