import sqlalchemy as sa

from alembic import op


def upgrade():
    op.add_column("t", sa.Column("c", sa.Enum("a", "b", name="e", native_enum=False, create_constraint=True)))
