"""Type objects from the JSON in which Rust describes the types of reflected columns."""



def type_from(described):
    """The type object for one description."""
    kind = described["type"]
    if kind == "Null":
        from ..sql.sqltypes import NullType

        return NullType()
    if kind in ("sql", "postgresql", "mysql", "sqlite"):
        return _named(kind, described)
    if kind == "Enum":
        return _enum(described)
    if kind == "Array":
        from ..dialects.postgresql import ARRAY

        return ARRAY(type_from(described["item"]), dimensions=described.get("dimensions"))
    if kind == "user":
        return _spelled(described["spec"])
    from .. import types

    arguments = {key: value for key, value in described.items() if key != "type" and value}
    return getattr(types, kind)(**arguments)


def _named(kind, described):
    name = described["name"]
    if kind == "postgresql" and name == "ARRAY":
        from ..dialects.postgresql import ARRAY

        return ARRAY(type_from(described["item"]), dimensions=described.get("dimensions"))
    if kind == "postgresql" and name == "DOMAIN":
        return _domain(described)
    if kind == "mysql":
        return _of_mysql(name, described)
    cls = _class_of(kind, name)
    if cls is None:
        return _spelled(name)
    return cls(**_given(described, _arguments(name)))


def _of_mysql(name, described):
    given = _given(described, _OF_MYSQL)
    values = described.get("values") or ()
    if "" in values:
        given["retrieve_as_bitwise"] = True
    return _class_of("mysql", name)(*values, **given)


def _given(described, keys):
    """Those of the arguments that say something: a scale of 0 does."""
    values = ((key, described.get(key)) for key in keys)
    return {key: value for key, value in values if value is not None and value is not False}


def _class_of(kind, name):
    if kind == "sql":
        from .. import types

        found = getattr(types, name, None)
        if found is not None:
            return found
        kind = "postgresql"
    dialect = __import__(f"sqlalchemy.dialects.{kind}", None, None, ("__name__",), 0)
    return getattr(dialect, name, None)


_OF_MYSQL = (
    "length", "precision", "scale", "charset", "collation", "unsigned", "zerofill",
    "display_width", "fsp",
)
_TEXTS = ("length", "collation")
_NUMBERS = ("precision", "scale")
_BY_NAME = {
    "VARCHAR": _TEXTS, "CHAR": _TEXTS, "TEXT": _TEXTS, "NVARCHAR": _TEXTS, "NCHAR": _TEXTS,
    "CLOB": _TEXTS, "BINARY": ("length",), "VARBINARY": ("length",), "BLOB": ("length",),
    "NUMERIC": _NUMBERS, "DECIMAL": _NUMBERS, "FLOAT": ("precision",), "REAL": ("precision",),
    "TIMESTAMP": ("timezone", "precision"), "TIME": ("timezone", "precision"),
    "INTERVAL": ("fields", "precision"), "BIT": ("length", "varying"),
    "DOUBLE_PRECISION": ("precision",), "DOUBLE": ("precision",),
}


def _arguments(name):
    return _BY_NAME.get(name, ())


def _enum(described):
    name = described.get("name")
    if isinstance(name, dict):
        name = name.get("final")
    if described.get("dialect") == "mysql":
        return _mysql_enum(described)
    if described.get("dialect") == "postgresql" or described.get("native"):
        from ..dialects.postgresql import ENUM

        return ENUM(*described["values"], name=name, schema=described.get("schema"))
    from ..sql.sqltypes import Enum

    return Enum(*described["values"], name=name)


def _mysql_enum(described):
    from ..dialects.mysql import ENUM

    texts = {key: described[key] for key in ("charset", "collation") if described.get(key)}
    return ENUM(*described["values"], **texts)


def _domain(described):
    from ..dialects.postgresql import DOMAIN

    return DOMAIN(
        described.get("type_name"), type_from(described["item"]),
        not_null=described.get("not_null"), schema=described.get("schema"),
        constraint_name=described.get("constraint_name"), default=_text(described.get("default")),
        check=_text(described.get("check")), collation=described.get("collation"),
    )


def _text(described):
    from ..sql.elements import TextClause

    return None if described is None else TextClause(described["sql"])


def _spelled(spec):
    """A type that no class stands for, by its SQL."""
    from ..sql.type_api import UserDefinedType

    class Spelled(UserDefinedType):
        cache_ok = True

        def get_col_spec(self, **kw):
            return spec

        def __repr__(self):
            return f"Spelled({spec!r})"

    return Spelled()
