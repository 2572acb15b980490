"""What a dialect's driver puts in place of the types that scripts name, as `type_descriptor` tells."""

from functools import lru_cache

from ..sql import sqltypes
from ..sql.type_api import to_instance

_TEXTS_AND_MOMENTS = "String Numeric Float Integer SmallInteger BigInteger Date DateTime Time"


def adapted(dialect, typeobj):
    """`typeobj` as the type that the nearest class of its ancestry stands for there."""
    typeobj = to_instance(typeobj)
    families = _families(dialect.name, dialect.driver)
    for cls in type(typeobj).__mro__[:-1]:
        if cls in families:
            target = families[cls]
            kept = target is None or type(typeobj) is target
            return typeobj if kept else typeobj.adapt(target)
    return typeobj


@lru_cache(None)
def _families(name, driver):
    """The classes that are adapted, each to which; None for those that stay."""
    if name == "postgresql":
        return _postgresql(driver)
    if name == "sqlite":
        return _sqlite()
    if name in ("mysql", "mariadb"):
        return _mysql(driver)
    return {}


def _generic(names):
    return {getattr(sqltypes, name): getattr(sqltypes, name) for name in names.split()}


def _postgresql(driver):
    from .postgresql.types import CITEXT

    stay = {sqltypes.Enum: None, CITEXT: None}
    if driver.startswith("psycopg2"):
        return {**_generic("Numeric Float"), **stay}
    if driver == "asyncpg":
        return {**_generic(f"{_TEXTS_AND_MOMENTS} LargeBinary"), **stay, sqltypes.CHAR: None}
    return {**_generic(_TEXTS_AND_MOMENTS), **stay}


def _sqlite():
    from .sqlite import base

    stay = {getattr(base, name): None for name in ("DATE", "DATETIME", "TIME", "JSON", "JSONB")}
    return {**_generic("Date DateTime Time JSON"), **stay}


def _mysql(driver):
    from .mysql import types as own

    names = {"Numeric": "NUMERIC", "Float": "FLOAT", "Double": "DOUBLE", "Time": "TIME"}
    families = {getattr(sqltypes, name): getattr(own, target) for name, target in names.items()}
    families.update(_generic("JSON"))
    families.update(dict.fromkeys((own._NumericType, own._FloatType, own.TIME, own.JSON)))
    if driver == "mariadbconnector":
        families[sqltypes.Uuid] = sqltypes.UUID
    return families
