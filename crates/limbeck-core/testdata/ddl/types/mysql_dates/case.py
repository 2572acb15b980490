import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("c0", mysql.DATETIME(fsp=6)),
        sa.Column("c1", mysql.TIMESTAMP(fsp=2)),
        sa.Column("c2", mysql.TIME(fsp=3)),
    )
