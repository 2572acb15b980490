"""Rows written and read back."""
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
config = Config("alembic.ini")
config.set_main_option("sqlalchemy.url", "sqlite:///p8.db")
engine = sa.create_engine("sqlite:///p8.db")
def at_head():
    with engine.connect() as c:
        context = MigrationContext.configure(c)
        return set(context.get_current_heads()) == set(ScriptDirectory.from_config(config).get_heads()), context.get_current_revision()
print(at_head())
command.stamp(config, "p001")
print(at_head())
command.stamp(config, ["head"])
print(at_head())
command.stamp(config, "base")
print(at_head())
command.upgrade(config, "+1")
print(at_head())
command.downgrade(config, "-1")
print(at_head())
with engine.connect() as c:
    context = MigrationContext.configure(c)
    context.stamp(ScriptDirectory.from_config(config), "head")
    print(context.get_current_revision(), context.dialect.name, context.as_sql, context.bind is c, context.impl.transactional_ddl)
print(at_head())
