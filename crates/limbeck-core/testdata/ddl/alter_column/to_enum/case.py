import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", type_=sa.Enum("a", name="e"), existing_type=sa.String(5), postgresql_using="c::e")
