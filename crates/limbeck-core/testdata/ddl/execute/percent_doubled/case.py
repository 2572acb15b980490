from alembic import op

options = {"paramstyle": "pyformat"}


def upgrade():
    op.execute("SELECT '5%'")
