from alembic import op


def upgrade():
    op.create_unique_constraint("uq", "t", ["a"], postgresql_nulls_not_distinct=True)
