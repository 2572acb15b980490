import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", type_=sa.Text(), existing_type=sa.Enum("a", native_enum=False, create_constraint=True))
