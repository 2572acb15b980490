from alembic import op


def upgrade():
    op.create_index("Ix", "t", ["a"], schema="s")
