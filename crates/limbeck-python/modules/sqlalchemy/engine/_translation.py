"""`schema_translate_map`, which is heeded as far as the connection's own schema does the same."""

import _limbeck

_CURRENT = {
    "postgresql": "SELECT current_schema()",
    "mysql": "SELECT DATABASE()",
    "mariadb": "SELECT DATABASE()",
}


def refuse_translation(connection, options):
    """Raises where tables would have to go to another schema than their names say."""
    changes = [
        (before or None, after or None)
        for before, after in (options.get("schema_translate_map") or {}).items()
        if (before or None) != (after or None)
    ]
    if not changes:
        return
    current = _current_schema(connection)
    for change in changes:
        if None in change and current in change:
            continue
        raise NotImplementedError(_refusal(*change))


def _refusal(before, after):
    given = "no schema" if before is None else repr(before)
    place = "no schema" if after is None else repr(after)
    advice = "name the schema in the tables, schema=.."
    if before is None:
        advice = (
            "make it the connection's own before, by SET search_path (PostgreSQL) or USE (MySQL), "
            f"or {advice}"
        )
    return f"schema_translate_map puts {place} in place of {given}, which no statement does: {advice}"


def _current_schema(connection):
    ask = _CURRENT.get(connection.dialect.name)
    if ask is None:
        return "main"
    # Asking begins a transaction, which is none of the script's.
    had_begun = connection.in_transaction()
    rows = _limbeck.execute(connection._id, ask, [])[1]
    if not had_begun:
        _limbeck.call("db.rollback", {"connection": connection._id})
    return rows[0][0]
