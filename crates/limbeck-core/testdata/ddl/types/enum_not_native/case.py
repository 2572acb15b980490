import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("c0", sa.Enum('a', 'bcd', name='e', native_enum=False)),
        sa.Column("c1", sa.Enum('a', name='f', native_enum=False, length=20)),
    )
