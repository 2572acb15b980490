import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_index("ix", "t", [sa.cast(sa.column("a"), sa.Integer())])
