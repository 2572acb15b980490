"""Databases as a whole: made, dropped, looked for."""

import os

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError, ProgrammingError

# Where one can be connected to while another database is made or looked for.
_MAINTENANCE = {"postgresql": ("postgres", "template1", "template0", None)}


def database_exists(url):
    """Whether the server has the database, or the file is one of SQLite."""
    url = sa.engine.make_url(url)
    name, dialect = url.database, url.get_backend_name()
    if dialect == "sqlite":
        return not name or name == ":memory:" or _is_sqlite_file(name)
    if dialect != "postgresql":
        question = "SELECT schema_name FROM information_schema.schemata WHERE schema_name = :name"
        return _answer(url._replace(database=None), question, name)
    try:
        return _answer(url, "SELECT 1")
    except (OperationalError, ProgrammingError):
        pass
    for other in _MAINTENANCE[dialect]:
        try:
            question = "SELECT 1 FROM pg_database WHERE datname = :name"
            return _answer(url._replace(database=other), question, name)
        except (OperationalError, ProgrammingError):
            continue
    return False


def create_database(url, encoding="utf8", template=None):
    """Makes the database, which must not be there."""
    url = sa.engine.make_url(url)
    name, dialect = url.database, url.get_backend_name()
    if dialect == "sqlite":
        if name and name != ":memory:":
            # A file of SQLite's has a header once a table has been written to it.
            _run(url, "CREATE TABLE DB(id int)", "DROP TABLE DB")
    elif dialect == "postgresql":
        _run(
            url._replace(database="postgres"),
            f"CREATE DATABASE {_quoted(url, name)} ENCODING '{encoding}' "
            f"TEMPLATE {_quoted(url, template or 'template1')}",
        )
    else:
        charset = f" CHARACTER SET = '{encoding}'" if dialect == "mysql" else ""
        _run(url._replace(database=None), f"CREATE DATABASE {_quoted(url, name)}{charset}")


def drop_database(url):
    """Drops the database with all that it holds."""
    url = sa.engine.make_url(url)
    name, dialect = url.database, url.get_backend_name()
    if dialect == "sqlite":
        if name and name != ":memory:":
            os.remove(name)
        return
    other = "postgres" if dialect == "postgresql" else None
    _run(url._replace(database=other), f"DROP DATABASE {_quoted(url, name)}")


def _is_sqlite_file(path):
    if not os.path.isfile(path) or os.path.getsize(path) < 100:
        return False
    with open(path, "rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def _quoted(url, name):
    return url.get_dialect()().identifier_preparer.quote(name)


def _engine(url):
    alone = {"isolation_level": "AUTOCOMMIT"} if url.get_backend_name() == "postgresql" else {}
    # A connection that waits in a pool would keep its database from being dropped.
    return sa.create_engine(url, poolclass=sa.pool.NullPool, **alone)


def _answer(url, question, name=None):
    with _engine(url).connect() as connection:
        values = {} if name is None else {"name": name}
        return bool(connection.execute(sa.text(question), values).scalar())


def _run(url, *statements):
    with _engine(url).begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
