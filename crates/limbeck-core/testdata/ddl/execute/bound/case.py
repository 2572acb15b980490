import sqlalchemy as sa

from alembic import op


def upgrade():
    op.execute(sa.text("UPDATE t SET a = :a, b = :b").bindparams(a="it's", b=5))
