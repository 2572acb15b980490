from alembic import op


def upgrade():
    op.rename_table("a", "b", schema="s.q")
