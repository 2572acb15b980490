from alembic import op


def upgrade():
    op.create_index(op.f("ix_" + "a" * 70), "t", ["a"])
