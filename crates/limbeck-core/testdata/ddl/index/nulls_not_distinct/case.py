from alembic import op


def upgrade():
    op.create_index("ix", "t", ["a"], unique=True, postgresql_nulls_not_distinct=True)
