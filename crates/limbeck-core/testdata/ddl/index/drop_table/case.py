from alembic import op


def upgrade():
    op.drop_index("ix_a", table_name="t")
