"""Tells the migrations which databases to connect to, and what their tables should be."""

import logging
import os
import re
from logging.config import fileConfig

from alembic import context
from sqlalchemy import engine_from_config, pool

# Whether all databases commit in two phases; each of them must be able to.
USE_TWOPHASE = True

# The settings of alembic.ini.
config = context.config

if config.config_file_name is not None:
    fileConfig(config.config_file_name)
logger = logging.getLogger("alembic.env")

# Variables of a .env file, where python-dotenv is there to read it.
try:
    from dotenv import load_dotenv
except ImportError:
    pass
else:
    load_dotenv()

# Each name is a section of alembic.ini and, in capitals, starts the name of a variable.
engine_names = re.split(r",\s*", config.get_main_option("databases", ""))
for engine_name in engine_names:
    database_url = os.environ.get(f"{engine_name.upper()}_DATABASE_URL")
    if database_url:
        config.set_section_option(
            engine_name, "sqlalchemy.url", database_url.replace("%", "%%")
        )

# The tables that --autogenerate and "check" compare each database with:
#     from myapp.models import Accounts, Orders
#     target_metadata = {"engine1": Accounts.metadata, "engine2": Orders.metadata}
target_metadata = {}


def run_migrations_offline() -> None:
    """Write the SQL (--sql) of each database to a file of its name."""
    for name in engine_names:
        logger.info("Migrating database %s", name)
        path = f"{name}.sql"
        logger.info("Writing output to %s", path)
        with open(path, "w") as buffer:
            context.configure(
                url=config.get_section_option(name, "sqlalchemy.url"),
                output_buffer=buffer,
                target_metadata=target_metadata.get(name),
                literal_binds=True,
                dialect_opts={"paramstyle": "named"},
            )
            with context.begin_transaction():
                context.run_migrations(engine_name=name)


def run_migrations_online() -> None:
    """Run against all databases; commit only once all have succeeded."""
    connections = {}
    transactions = {}
    try:
        for name in engine_names:
            engine = engine_from_config(
                config.get_section(name, {}),
                prefix="sqlalchemy.",
                poolclass=pool.NullPool,
            )
            connections[name] = connection = engine.connect()
            if USE_TWOPHASE:
                transactions[name] = connection.begin_twophase()
            else:
                transactions[name] = connection.begin()

        for name, connection in connections.items():
            logger.info("Migrating database %s", name)
            context.configure(
                connection=connection,
                upgrade_token=f"{name}_upgrades",
                downgrade_token=f"{name}_downgrades",
                target_metadata=target_metadata.get(name),
            )
            context.run_migrations(engine_name=name)

        if USE_TWOPHASE:
            for transaction in transactions.values():
                transaction.prepare()
        for transaction in transactions.values():
            transaction.commit()
    except BaseException:
        for transaction in transactions.values():
            transaction.rollback()
        raise
    finally:
        for connection in connections.values():
            connection.close()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
