import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("c0", mysql.INTEGER(11)),
        sa.Column("c1", mysql.INTEGER(unsigned=True)),
        sa.Column("c2", mysql.BIGINT(20, unsigned=True, zerofill=True)),
        sa.Column("c3", mysql.DECIMAL(10, 2, unsigned=True)),
        sa.Column("c4", mysql.FLOAT(10, 2)),
        sa.Column("c5", mysql.DOUBLE(10, 2)),
        sa.Column("c6", mysql.DOUBLE()),
        sa.Column("c7", mysql.REAL(4, 2)),
        sa.Column("c8", mysql.SMALLINT(5)),
    )
