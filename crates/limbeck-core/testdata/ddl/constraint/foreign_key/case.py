from alembic import op


def upgrade():
    op.create_foreign_key("fk", "t", "p", ["a"], ["id"])
