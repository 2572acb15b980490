from alembic import op


def upgrade():
    op.create_index("ix", "t", ["a"], postgresql_using="GIN", mysql_using="hash")
