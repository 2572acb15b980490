from alembic import op


def upgrade():
    op.drop_table_comment("t", existing_comment="x", schema="s")
