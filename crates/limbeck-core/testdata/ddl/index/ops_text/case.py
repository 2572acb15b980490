import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_index("ix", "t", [sa.text("lower(a)"), "b"], postgresql_using="gin", postgresql_ops={"lower(a)": "gin_trgm_ops", "b": "text_ops"})
