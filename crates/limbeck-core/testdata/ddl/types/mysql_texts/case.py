import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("c0", mysql.VARCHAR(5, charset='utf8')),
        sa.Column("c1", mysql.TEXT(charset='utf8mb4', collation='utf8mb4_bin')),
        sa.Column("c2", mysql.CHAR(5, binary=True)),
        sa.Column("c3", mysql.VARCHAR(5, national=True)),
        sa.Column("c4", mysql.TEXT(5)),
    )
