from alembic import op


def upgrade():
    op.create_primary_key("pk", "t", ["a", "b"])
