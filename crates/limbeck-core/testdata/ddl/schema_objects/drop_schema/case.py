import sqlalchemy as sa

from alembic import op


def upgrade():
    op.execute(sa.schema.DropSchema("My"))
    op.execute(sa.schema.DropSchema("s", if_exists=True, cascade=True))
