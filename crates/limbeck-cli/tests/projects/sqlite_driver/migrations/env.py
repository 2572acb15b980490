import sqlite3
from sqlite3 import Connection as SQLite3Connection

from alembic import context
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine


@event.listens_for(Engine, "connect")
def enforce_foreign_keys(dbapi_connection, connection_record):
    if isinstance(dbapi_connection, SQLite3Connection):
        cursor = dbapi_connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()


@event.listens_for(Engine, "connect")
def count_recursively(dbapi_connection, connection_record):
    if type(dbapi_connection) is sqlite3.Connection:
        dbapi_connection.execute("PRAGMA recursive_triggers=ON")
    if "sqlite3" in str(type(dbapi_connection)):
        dbapi_connection.execute("PRAGMA cache_size=777")


with create_engine("sqlite:///app.db").connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
