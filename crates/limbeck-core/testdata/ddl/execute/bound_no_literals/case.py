import sqlalchemy as sa

from alembic import op

options = {"literal_binds": False, "paramstyle": "pyformat"}


def upgrade():
    op.execute(sa.text("UPDATE t SET a = :a, b = '5%'").bindparams(a="x"))
