"""SQLModel as models and migrations use it; each name is loaded when it is first asked for."""

__version__ = "0.0.50"

_HOMES = {
    "sqlmodel.main": "Field Relationship SQLModel SQLModelMetaclass",
    "sqlmodel.orm.session": "Session",
    "sqlmodel.sql.sqltypes": "AutoString UTCDateTime",
    "sqlmodel.sql.expression": "col select",
    "pydantic.types": "Discriminator Tag",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name):
    home = _HOME_OF.get(name)
    if home is not None:
        found = getattr(__import__(home, None, None, ("__name__",), 0), name)
    elif name in ("main", "sql", "orm", "ext"):
        return __import__(f"{__name__}.{name}", None, None, ("__name__",), 0)
    elif name[:2] == "__":
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    else:
        import sqlalchemy

        try:
            found = getattr(sqlalchemy, name)
        except AttributeError:
            raise AttributeError(f"module '{__name__}' has no attribute '{name}'") from None
    globals()[name] = found
    return found
