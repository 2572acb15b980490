"""The functions that migrations and env.py files call."""


def escape_like(string, escape_char="*"):
    for letter in (escape_char, "%", "_"):
        string = string.replace(letter, escape_char + letter)
    return string


def has_index(column_or_constraint):
    table = column_or_constraint.table
    return any(
        [column.name for column in index.columns][:1] == [column_or_constraint.name]
        for index in table.indexes
    )


def _elsewhere(name):
    raise NotImplementedError(
        f"sqlalchemy_utils.{name}() is not supported: databases are created and dropped outside "
        "of migrations"
    )


def database_exists(url):
    """Whether the database of the URL can be connected to."""
    from sqlalchemy import create_engine

    engine = create_engine(url)
    try:
        engine.connect().close()
    except Exception:
        return False
    return True


def create_database(url, encoding="utf8", template=None):
    _elsewhere("create_database")


def drop_database(url):
    _elsewhere("drop_database")
