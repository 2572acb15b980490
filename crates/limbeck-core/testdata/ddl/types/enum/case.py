import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("c0", sa.Enum('a', 'b\'c', name='e')),
    )
