from alembic import op


def upgrade():
    op.create_index("ix", "t", ["a"], postgresql_with={"fillfactor": 50, "fastupdate": False})
