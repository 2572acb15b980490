from logging.config import fileConfig

from alembic import context
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from models import metadata
from sqlalchemy import engine_from_config, pool

config = context.config
fileConfig(config.config_file_name)


def run_offline():
    url = config.get_main_option("sqlalchemy.url")
    context.configure(url=url, literal_binds=True, dialect_opts={"paramstyle": "named"})
    with context.begin_transaction():
        context.run_migrations()


def run_online():
    section = config.get_section(config.config_ini_section, {})
    engine = engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)
    with engine.connect() as connection:
        if context.get_x_argument(as_dictionary=True).get("scratch"):
            with connection.begin():
                metadata.create_all(connection)
                migration = MigrationContext.configure(connection)
                migration.stamp(ScriptDirectory.from_config(config), "head")
        heads = set(ScriptDirectory.from_config(config).get_heads())
        with connection.begin():
            at_head = set(MigrationContext.configure(connection).get_current_heads()) == heads
        with open("at_head.txt", "a") as file:
            file.write(f"{at_head}\n")
        context.configure(connection=connection, target_metadata=metadata)
        with context.begin_transaction():
            context.run_migrations()


run_offline() if context.is_offline_mode() else run_online()
