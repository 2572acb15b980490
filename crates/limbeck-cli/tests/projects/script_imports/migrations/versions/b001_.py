"""second uses what the first imports, and what Alembic does"""
import email
import importlib
import urllib

import sqlalchemy as sa
import shelving
from alembic import op
revision = "b001"
down_revision = "a001"
def upgrade():
    op.add_column("t", sa.Column("e", sa.dialects.postgresql.UUID()))
    op.execute("SELECT '%s'" % shelving.inner.deep.NAME)
    print(
        urllib.parse.quote_plus("a b"),
        importlib.util.find_spec("shelving.nowhere"),
        importlib.resources.files("shelving").name,
        importlib.metadata.PackageNotFoundError.__name__,
        email.utils.parseaddr("A <a@b>"),
    )
