from alembic import op


def upgrade():
    op.execute("SELECT 'a\\\\b'")
