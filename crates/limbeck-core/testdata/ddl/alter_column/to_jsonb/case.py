import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op


def upgrade():
    op.alter_column("t", "c", type_=postgresql.JSONB(), existing_type=sa.JSON(), postgresql_using="c::jsonb")
