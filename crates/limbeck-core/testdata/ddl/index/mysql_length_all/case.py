from alembic import op


def upgrade():
    op.create_index("ix", "t", ["a", "b"], mysql_length=10)
