import sqlalchemy as sa
from sqlalchemy.dialects.mysql import mariadb

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("c0", mariadb.INET4()),
        sa.Column("c1", mariadb.INET6()),
    )
