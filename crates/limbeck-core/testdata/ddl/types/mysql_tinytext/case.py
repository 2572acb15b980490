import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("c0", mysql.TINYTEXT()),
    )
