"""Listeners that ask which driver a connection is of."""
import sqlite3
from sqlite3 import Connection as SQLite3Connection
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine

@event.listens_for(Engine, "connect")
def pragma(dbapi_connection, record):
    print(isinstance(dbapi_connection, SQLite3Connection), type(dbapi_connection).__name__, type(dbapi_connection).__module__)
    if isinstance(dbapi_connection, sqlite3.Connection):
        cursor = dbapi_connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()
engine = sa.create_engine("sqlite:///s1.db")
with engine.connect() as c:
    print(c.execute(sa.text("PRAGMA foreign_keys")).scalar())
    try:
        c.execute(sa.text("SELECT * FROM nope"))
    except sa.exc.OperationalError as e:
        print(isinstance(e.orig, sqlite3.OperationalError), isinstance(e.orig, sqlite3.Error), e.orig)
    raw = c.connection.dbapi_connection
    print(isinstance(raw, sqlite3.Connection))
print(sqlite3.sqlite_version_info >= (3, 35), isinstance(sqlite3.sqlite_version, str))
