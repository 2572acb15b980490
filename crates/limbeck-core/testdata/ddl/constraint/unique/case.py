from alembic import op


def upgrade():
    op.create_unique_constraint("uq", "t", ["a", "B"])
