from alembic import op


def upgrade():
    op.create_index("ix", "t", ["a", "b"], mysql_length={"a": 10}, mariadb_length=5)
