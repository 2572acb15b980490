import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", type_=sa.Integer(), postgresql_using="c::integer", existing_type=sa.String(5))
