from alembic import op


def upgrade():
    op.drop_column("t", "Order", schema="s", if_exists=True)
