import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_index("ix", "t", [sa.text("lower(a)"), "b", sa.text("c DESC NULLS LAST")])
