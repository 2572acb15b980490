from alembic import op


def upgrade():
    op.create_table_comment("t", "a", schema="S")
