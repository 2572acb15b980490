"""INSERT of MySQL and MariaDB."""

from ...sql.dml import DuplicateKeyInsert


class Insert(DuplicateKeyInsert):
    """INSERT with ON DUPLICATE KEY UPDATE."""


def insert(table):
    return Insert(table)


def limit(count):
    """The argument of `Update.ext()`."""
    return ("limit", count)
