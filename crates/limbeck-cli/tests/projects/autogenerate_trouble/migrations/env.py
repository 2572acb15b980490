from logging.config import fileConfig

from alembic import context
from sqlalchemy import create_engine, engine_from_config, pool, text

import os
from sqlalchemy import Column, Integer, MetaData, Table, TypeDecorator

others = []


class Asking(TypeDecorator):
    """Asks the database that is compared, and another one, what it is."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if not others:
            others.append(create_engine("sqlite://").connect())
            others[0].execute(text("CREATE TABLE own (x INTEGER)"))
            print("asked:", context.get_bind().execute(text("SELECT 41 + 1")).scalar())
        return super().load_dialect_impl(dialect)


one, two, asking = MetaData(), MetaData(), MetaData()
Table("t", asking, Column("id", Integer, primary_key=True), Column("x", Asking))
Table("t", one, Column("id", Integer, primary_key=True))
Table("t", two, Column("id", Integer, primary_key=True))
target = {"none": None, "one": one, "both": [one, two], "asking": asking}[os.environ.get("TARGET", "one")]


config = context.config
fileConfig(config.config_file_name)

connectable = engine_from_config(
    config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.",
    poolclass=pool.NullPool,
)
with connectable.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=target, autogenerate_plugins=os.environ.get("PLUGINS", "alembic.autogenerate.*").split(","),
    )
    with context.begin_transaction():
        context.run_migrations()
    for other in others:
        print("other:", other.execute(text("SELECT name FROM sqlite_master")).scalars().all())
