import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_check_constraint("ck", "t", sa.func.length(sa.column("a")) > 5, schema="s")
