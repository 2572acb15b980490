import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_check_constraint("ck", "t", sa.column("a", sa.String()).in_(["x", "y"]))
