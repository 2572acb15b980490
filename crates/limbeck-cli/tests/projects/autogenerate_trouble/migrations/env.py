from logging.config import fileConfig

from alembic import context
from sqlalchemy import engine_from_config, pool

import os
from sqlalchemy import Column, Integer, MetaData, Table

one, two = MetaData(), MetaData()
Table("t", one, Column("id", Integer, primary_key=True))
Table("t", two, Column("id", Integer, primary_key=True))
target = {"none": None, "one": one, "both": [one, two]}[os.environ.get("TARGET", "one")]


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
