from alembic import op


def upgrade():
    op.create_index("ix_a", "t", ["a"], if_not_exists=True)
