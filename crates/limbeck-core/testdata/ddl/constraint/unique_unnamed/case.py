from alembic import op


def upgrade():
    op.create_unique_constraint(None, "t", ["a"])
