from alembic import op


def upgrade():
    op.create_index(op.f("ix_a"), "t", ["a"])
