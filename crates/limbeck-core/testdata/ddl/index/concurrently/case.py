from alembic import op


def upgrade():
    op.create_index("ix", "t", ["a"], postgresql_concurrently=True, if_not_exists=True)
