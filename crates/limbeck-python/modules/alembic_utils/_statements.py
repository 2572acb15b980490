"""Reads CREATE statements."""

import re

_NAME = r'(?:"(?P<q{0}>(?:[^"]|"")+)"|(?P<p{0}>[^\s."(]+))'
_OF_SCHEMA = _NAME.format("s") + r"\s*\.\s*"

_FORMS = {
    "view": r"create\b.*?\bview\s+" + _OF_SCHEMA + _NAME.format("n")
    + r"\s*(?:\([^)]*\))?\s+as\s+(?P<definition>.*)",
    "materialized_view": r"create\s+materialized\s+view\s+(?:if\s+not\s+exists\s+)?" + _OF_SCHEMA
    + _NAME.format("n")
    + r"\s*(?:\([^)]*\))?\s+as\s+(?P<definition>.*?)(?P<data>\s+with\s+(?P<no>no\s+)?data)?",
    "function": r"create\b.*?\bfunction\s+" + _OF_SCHEMA + _NAME.format("n")
    + r"\s*(?P<arguments>\(.*?\))\s*(?P<definition>returns\s.*)",
    "trigger": r"create\s+(?P<constraint>constraint\s+)?trigger\s+" + _NAME.format("n")
    + r'\s+(?P<event>.*?)\s+on\s+(?P<on>(?:"[^"]+"|[^\s."]+)(?:\.(?:"[^"]+"|[^\s"]+))?)'
    + r"\s+(?P<action>.*)",
}


def parts(kind, sql):
    """The arguments of the class for what a CREATE statement makes."""
    if kind not in _FORMS:
        raise NotImplementedError(f"from_sql of the kind {kind}")
    found = re.fullmatch(_FORMS[kind], sql.strip().rstrip(";").strip(), re.I | re.S)
    if found is None:
        from .exceptions import SQLParseFailure

        raise SQLParseFailure(f"no CREATE statement of a {kind} with its schema: {sql!r}")
    name = found["qn"] or found["pn"]
    if kind == "trigger":
        on = found["on"] if "." in found["on"] else "public." + found["on"]
        definition = f"{found['event']} ON {on} {found['action']}"
        return {
            "schema": on.split(".")[0], "signature": name, "definition": definition,
            "on_entity": on, "is_constraint": found["constraint"] is not None,
        }
    given = {"schema": found["qs"] or found["ps"], "signature": name,
             "definition": found["definition"]}
    if kind == "function":
        given["signature"] += found["arguments"]
    elif kind == "materialized_view":
        given["with_data"] = found["no"] is None
    return given
