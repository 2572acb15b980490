"""Takes the database from DATABASE_URL: SQLite while developing, PostgreSQL in production."""
import asyncio
import os
from logging.config import fileConfig

from alembic import context
from sqlalchemy import create_engine, pool
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import SQLModel

from src.models.task import Task  # noqa: F401
from src.models.user import User  # noqa: F401

config = context.config

if config.config_file_name is not None:
    fileConfig(config.config_file_name)

target_metadata = SQLModel.metadata

# A program that calls the migrations hands its URL over as sqlalchemy.url.
database_url = config.get_main_option("sqlalchemy.url") or os.getenv("DATABASE_URL")
if not database_url:
    raise RuntimeError("Set DATABASE_URL, for example sqlite:///./test.db")


def run_migrations_offline() -> None:
    context.configure(
        url=database_url,
        target_metadata=target_metadata,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
    )
    with context.begin_transaction():
        context.run_migrations()


def do_run_migrations(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=target_metadata)
    with context.begin_transaction():
        context.run_migrations()


async def run_async_migrations() -> None:
    connectable = create_async_engine(database_url, poolclass=pool.NullPool)
    async with connectable.connect() as connection:
        await connection.run_sync(do_run_migrations)
    await connectable.dispose()


def run_migrations_online() -> None:
    """An async driver needs a loop, a plain one (sqlite:///) does not."""
    if make_url(database_url).get_driver_name() in ("asyncpg", "aiosqlite"):
        asyncio.run(run_async_migrations())
        return
    connectable = create_engine(database_url, poolclass=pool.NullPool)
    with connectable.connect() as connection:
        do_run_migrations(connection)


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
