"""Rows written by a migration context."""
import sqlalchemy as sa
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
scripts = ScriptDirectory.from_config(Config("alembic.ini"))
engine = sa.create_engine("sqlite:///q2.db")
for what in ("p001", "head", ["p002"], "base", "heads"):
    with engine.begin() as c:
        context = MigrationContext.configure(c)
        context.stamp(scripts, what)
        print(what, context.get_current_heads())
    with engine.connect() as c:
        print(sa.inspect(c).get_table_names(), MigrationContext.configure(c).get_current_revision())
with engine.connect() as c:
    try:
        MigrationContext.configure(c).stamp(scripts, "nope")
    except Exception as error:
        print(type(error).__name__, error)
