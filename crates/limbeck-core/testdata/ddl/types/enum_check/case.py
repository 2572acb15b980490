import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("c0", sa.Enum('a', 'b', name='e', create_constraint=True)),
        sa.Column("c1", sa.Enum('a', 'b', name='f', native_enum=False, create_constraint=True)),
    )
