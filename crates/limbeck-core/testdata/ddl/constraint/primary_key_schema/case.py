from alembic import op


def upgrade():
    op.create_primary_key(None, "t", ["a"], schema="s")
