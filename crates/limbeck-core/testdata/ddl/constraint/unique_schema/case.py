from alembic import op


def upgrade():
    op.create_unique_constraint("uq", "t", ["a"], schema="s", deferrable=True, initially="deferred")
