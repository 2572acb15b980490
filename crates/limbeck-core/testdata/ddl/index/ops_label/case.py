import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_index("ix", "t", [sa.func.lower(sa.column("a")).label("l")], postgresql_ops={"l": "text_pattern_ops"})
