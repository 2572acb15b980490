"""Helpers by the names that public env.py files import from here."""

sqla_14 = sqla_2 = True
_vers = (2, 1, 9)


def __getattr__(name):
    if name != "_textual_index_element":
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    from sqlalchemy.sql.elements import TextClause

    class _textual_index_element(TextClause):
        """An element of an index that is known by its text."""

        __qualname__ = "_textual_index_element"

    globals()[name] = _textual_index_element
    return _textual_index_element


def constraint_name_or_none(name):
    from sqlalchemy.sql.naming import _NONE_NAME

    return None if name is _NONE_NAME else name


def constraint_name_defined(name):
    return isinstance(name, str)


def _table_for_constraint(constraint):
    parent = constraint.parent
    return getattr(parent, "table", parent) if not hasattr(parent, "constraints") else parent


def _copy(item, **kw):
    return item._copy(**kw)


def _is_type_bound(constraint):
    return constraint._type_bound


def _columns_for_constraint(constraint):
    if constraint.__visit_name__ == "foreign_key_constraint":
        return [key.parent for key in constraint.elements]
    return list(constraint.columns)


def _get_current_dialect():
    from sqlalchemy.sql.base import current_dialect

    return current_dialect()
