"""Commands on a connection of asyncio's."""
import asyncio
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.ext.asyncio import create_async_engine

def run_upgrade(connection, config):
    config.attributes["connection"] = connection
    command.upgrade(config, "head")

async def main():
    engine = create_async_engine("sqlite+aiosqlite:///a.db")
    config = Config("alembic.ini")
    async with engine.begin() as connection:
        await connection.run_sync(run_upgrade, config)
    async with engine.connect() as connection:
        rows = await connection.execute(sa.text("SELECT name FROM sqlite_master ORDER BY 1"))
        print(rows.scalars().all())
    await engine.dispose()

asyncio.run(main())
