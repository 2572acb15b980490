import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from alembic import op


def upgrade():
    op.add_column(
        "t", sa.Column("a", mysql.ENUM("x", "y", charset="latin1", collation="latin1_bin"))
    )
    op.alter_column(
        "t", "a", existing_type=mysql.ENUM("x", "y", charset="latin1"), nullable=False
    )
