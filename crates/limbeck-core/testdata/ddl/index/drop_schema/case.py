from alembic import op


def upgrade():
    op.drop_index("Ix", table_name="t", schema="s", if_exists=True)
