from alembic import op


def upgrade():
    op.drop_index("ix", "t", postgresql_concurrently=True, if_exists=True)
