from alembic import op


def upgrade():
    op.create_index(None, "t", ["a"])
