import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", type_=sa.Enum("a", "b", "c", name="e2", native_enum=False, create_constraint=True), existing_type=sa.Enum("a", "b", name="e1", native_enum=False, create_constraint=True))
