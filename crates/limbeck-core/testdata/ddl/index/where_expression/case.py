import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_index("ix", "t", ["a"], postgresql_where=sa.column("deleted_at").is_(None), sqlite_where=sa.column("x", sa.Integer()) == 5)
