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


def __getattr__(name):
    if name not in ("create_database", "database_exists", "drop_database"):
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    from . import _databases

    return getattr(_databases, name)
