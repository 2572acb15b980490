"""`select` and `col`; the rest is SQLAlchemy's."""

from sqlalchemy.sql.selectable import Select as _Select
from sqlalchemy.sql.selectable import select

Select = SelectOfScalar = _Select


def col(column_expression):
    return column_expression


def __getattr__(name):
    from sqlalchemy.sql import expression

    return getattr(expression, name)
