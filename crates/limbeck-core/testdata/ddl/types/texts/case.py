import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("c0", sa.String(10)),
        sa.Column("c1", sa.Text()),
        sa.Column("c2", sa.Unicode(5)),
        sa.Column("c3", sa.UnicodeText()),
        sa.Column("c4", sa.CHAR(3)),
        sa.Column("c5", sa.VARCHAR(7)),
        sa.Column("c6", sa.NCHAR(3)),
        sa.Column("c7", sa.NVARCHAR(3)),
        sa.Column("c8", sa.CLOB()),
        sa.Column("c9", sa.String(5, collation='C')),
        sa.Column("c10", sa.TEXT(collation='de_DE')),
    )
