from alembic import op


def upgrade():
    op.drop_table("Order", schema="s", if_exists=True)
