import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_index("ix", "t", [sa.literal_column("a || b")])
