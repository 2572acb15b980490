from alembic import op


def upgrade():
    op.execute("SELECT a::text, '10%' FROM t")
