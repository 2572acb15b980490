from alembic import op


def upgrade():
    op.execute("UPDATE t SET a = 5")
