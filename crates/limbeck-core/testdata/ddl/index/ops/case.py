from alembic import op


def upgrade():
    op.create_index("ix", "t", ["a", "b"], postgresql_using="gin", postgresql_ops={"a": "gin_trgm_ops"})
