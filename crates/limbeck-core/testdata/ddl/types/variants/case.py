import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("c0", sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')),
        sa.Column("c1", sa.String(5).with_variant(sa.Text(), 'sqlite').with_variant(mysql.LONGTEXT(), 'mysql', 'mariadb')),
        sa.Column("c2", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), 'mysql')),
    )
