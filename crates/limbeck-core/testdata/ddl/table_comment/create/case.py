from alembic import op


def upgrade():
    op.create_table_comment("t", "it's", existing_comment="x")
