"""Names that a module of SQLAlchemy or Alembic has because it uses them itself.

Scripts import from wherever a name happens to be; ours stand each in one module.
"""

import sys

_SQLALCHEMY = (
    "sqlalchemy",
    "sqlalchemy.sql.expression",
    *(
        f"sqlalchemy.{name}"
        for name in (
            "types schema sql.sqltypes sql.type_api sql.schema sql.ddl sql.base sql.elements "
            "sql.selectable sql.dml sql.functions sql.visitors sql.compiler engine "
            "engine.reflection engine.interfaces engine.base engine.result engine.row engine.url "
            "exc inspection event pool util util.langhelpers ext.compiler orm orm.attributes "
            "orm.base orm.interfaces orm.state orm.mapper orm.util orm.session orm.decl_api"
        ).split()
    ),
)
_ALEMBIC = tuple(
    f"alembic.{name}"
    for name in (
        "util util.sqla_compat util.exc util.langhelpers operations operations.ops operations.base "
        "ddl.base ddl.impl runtime.migration runtime.environment script script.revision config "
        "autogenerate autogenerate.api"
    ).split()
)


def _homes(package):
    if package.startswith("sqlalchemy.dialects."):
        return (".".join(package.split(".")[:3]), *_SQLALCHEMY)
    if package.partition(".")[0] == "alembic":
        return _ALEMBIC + _SQLALCHEMY
    return _SQLALCHEMY


_searching = []


def find(package, name):
    """What another module of ours has under a name that `package` lacks, or None."""
    if _searching:
        return None
    _searching.append(name)
    try:
        for home in _homes(package):
            if home == package:
                continue
            module = __import__(home, None, None, ("__name__",), 0)
            found = getattr(module, name, None)
            is_placeholder = getattr(type(found), "_limbeck_placeholder", False)
            if found is not None and not isinstance(found, type(sys)) and not is_placeholder:
                return found
        return None
    finally:
        _searching.pop()
