"""What a SELECT is asked for, and what classes and attributes among that bring with them."""

from ._queries import SelectBase
from .elements import ColumnClause, Null, clause_of


def _own_rows(known, *values):
    """The known conditions by class, and those of mapped classes and attributes among values."""
    for value in values:
        entity = getattr(value, "_limbeck_entity", None)
        own = None if entity is None else entity.own_rows()
        if own is not None:
            known = {**(known or {}), entity: own}
    return known


def _hidden_in(source):
    return source._hidden() if hasattr(source, "_hidden") else ()


def _attribute_rows(known, values):
    """What attributes of classes in several tables are selected from, each once."""
    for value in values:
        if getattr(value, "is_attribute", False) and "expression" in value.__dict__:
            mapper = value._limbeck_entity
            if len(getattr(mapper, "tables", ())) > 1:
                rows = mapper.persist_selectable
                if not any(rows is item for item in known):
                    known = (*known, rows)
    return known


def _attribute_keys(known, values):
    """The attributes among these that are not called as their columns are."""
    for value in values:
        if getattr(value, "is_attribute", False) and "expression" in value.__dict__:
            clause = clause_of(value)
            if getattr(clause, "key", None) not in (None, value.key):
                known = {**(known or {}), id(clause): value.key}
    return known


def _selected(value):
    # A mapped class: its session makes objects of the rows.
    entity = getattr(value, "_limbeck_selected", None)
    clause = clause_of(value) if entity is None else entity
    if clause is not None:
        return clause._as_scalar() if isinstance(clause, SelectBase) else clause
    if value is None:
        return Null()
    if value is True or value is False:
        from .elements import _FALSE, _TRUE

        return _TRUE if value else _FALSE
    from sqlalchemy import exc

    if isinstance(value, (int, float)):
        return ColumnClause(str(value), is_literal=True)
    if isinstance(value, str):
        raise exc.ArgumentError(
            "Textual column expression %(v)r should be explicitly declared with text(%(v)r), or "
            "use column(%(v)r) for more specificity" % {"v": value}
        )
    message = "Column expression, FROM clause, or other columns clause element expected, got %r."
    if isinstance(value, (list, tuple)):
        message += " Did you mean to say select(%s)?" % ", ".join(repr(item) for item in value)
    raise exc.ArgumentError(message % (value,))
