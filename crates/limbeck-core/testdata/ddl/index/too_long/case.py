from alembic import op


def upgrade():
    op.create_index("ix_" + "a" * 70, "t", ["a"])
