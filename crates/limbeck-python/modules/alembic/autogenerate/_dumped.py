"""Metadata that the project's own interpreter wrote down."""

import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.sql.base import quoted_name
from sqlalchemy.sql.naming import conv


def metadatas_of(source):
    """Runs what was written down."""
    space = {
        "sa": sa, "postgresql": postgresql, "mysql": mysql, "mariadb": mysql, "sqlite": sqlite,
        "conv": conv, "quoted_name": quoted_name, "decorated": _decorated, "defined": _defined,
        "annotated_optional": _annotated_optional, "spelled": _spelled, "entity": _entity,
        "metadatas": [],
    }
    exec(compile(source, "<metadata>", "exec"), space)
    return space["metadatas"]


def _named(bases, module, name, shown, **attributes):
    space = {"__module__": module, "__qualname__": name, "__repr__": lambda self: shown}
    return type(name, bases, {**space, **attributes})()


def _decorated(module, name, impl, shown):
    return _named((sa.types.TypeDecorator,), module, name, shown, impl=impl, cache_ok=True)


def _defined(module, name, spec, shown):
    spelled = {"get_col_spec": lambda self, **kw: spec, "cache_ok": True}
    return _named((sa.types.UserDefinedType,), module, name, shown, **spelled)


def _spelled(type_, spec):
    class_ = type(type_)
    given = {
        "_wire": lambda self: {"type": "spelled", "spec": spec, "of": class_._wire(self)},
        "__module__": class_.__module__, "__qualname__": class_.__qualname__,
    }
    type_.__class__ = type(class_.__name__, (class_,), given)
    return type_


def _annotated_optional(table, keys):
    # Its primary key has just said otherwise.
    for key in keys:
        table.columns[key].nullable = True


_MODULES = {
    "PGView": "pg_view", "PGMaterializedView": "pg_materialized_view",
    "PGFunction": "pg_function", "PGTrigger": "pg_trigger", "PGExtension": "pg_extension",
}


def _entity(kind, **given):
    from importlib import import_module

    from alembic_utils.replaceable_entity import registry

    module = import_module(f"alembic_utils.{_MODULES[kind]}")
    registry.register([getattr(module, kind)(**given)])
