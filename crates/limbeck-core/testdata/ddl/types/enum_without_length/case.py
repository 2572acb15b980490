import sqlalchemy as sa

from alembic import op


def upgrade():
    op.add_column("t", sa.Column("a", sa.Enum("x", "yy", length=None, native_enum=False)))
