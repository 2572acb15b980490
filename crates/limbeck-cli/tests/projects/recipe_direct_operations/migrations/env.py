from logging.config import fileConfig

from alembic import context
from alembic.operations import Operations
from alembic.operations.ops import AddColumnOp, CreateIndexOp
from alembic.runtime.migration import MigrationContext
import sqlalchemy as sa
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
        with connection.begin():
            operations = Operations(MigrationContext.configure(connection))
            operations.create_table("made", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer))
            operations.invoke(CreateIndexOp("ix_made_n", "made", ["n"]))
            operations.invoke(AddColumnOp("made", sa.Column("text", sa.Text, server_default="x")))
            with Operations.context(MigrationContext.configure(connection)) as inner:
                inner.execute("INSERT INTO made (n) VALUES (3)")
            with operations.batch_alter_table("made") as batch:
                batch.alter_column("n", new_column_name="number", nullable=False)
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()


run_offline() if context.is_offline_mode() else run_online()
