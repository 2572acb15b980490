import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("c0", sqlite.JSON()),
        sa.Column("c1", sqlite.DATETIME()),
        sa.Column("c2", sqlite.VARCHAR(3)),
    )
