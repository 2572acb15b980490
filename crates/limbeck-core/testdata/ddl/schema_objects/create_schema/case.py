import sqlalchemy as sa

from alembic import op


def upgrade():
    op.execute(sa.schema.CreateSchema("My"))
    op.execute(sa.schema.CreateSchema("s", if_not_exists=True))
