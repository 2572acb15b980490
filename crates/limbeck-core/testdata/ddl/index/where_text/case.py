import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_index("ix", "t", ["a"], unique=True, postgresql_where=sa.text("a > 5"), sqlite_where=sa.text("a > 6"))
