import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("id", sa.Integer()),
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_default_charset="utf8",
        mysql_row_format="DYNAMIC",
        mariadb_engine="Aria",
        comment="it's",
    )
