"""A metadata as the JSON that Rust compares: `limbeck_core::schema::Schema`."""

from sys import modules

from _limbeck import column_reader
from sqlalchemy.sql import sqltypes
from sqlalchemy.sql._schema_constraints import wanted
from sqlalchemy.sql._schema_item import NULL_UNSPECIFIED
from sqlalchemy.sql.base import for_dialect
from sqlalchemy.sql.schema import Column
from sqlalchemy.sql.type_api import TypeDecorator


# As many tables are handed over at a time: JSON takes several times the room of what it becomes.
_AT_A_TIME = 50


def metadata_wires(metadata, dialect):
    """The tables and sequences of `metadata` as they are on `dialect`, some at a time."""
    read = column_reader(Column, sqltypes.NullType, NULL_UNSPECIFIED, type_wire, _column)
    tables = list(metadata.tables.values())
    for start in range(0, len(tables), _AT_A_TIME):
        with for_dialect(dialect):
            some = [_table(table, read) for table in tables[start:start + _AT_A_TIME]]
        yield {"tables": some}
    with for_dialect(dialect):
        sequences = [item._sequence_wire() for item in metadata._sequences.values()]
    yield {"sequences": sequences}


def _table(table, read):
    for key in table.foreign_keys:
        # A table that no module has declared is an error, as in Alembic, which sorts by these.
        key.column
    wire = table._schema_wire(columns=read(table.columns.values()))
    _refine_table(table, wire)
    return wire


def _column(column):
    wire = column._schema_wire()
    _refine_column(column, wire)
    return wire


def refine(table, wire):
    """Adds what only the writing of a script needs to know of a table."""
    for column, part in zip(table.columns, wire["columns"]):
        _refine_column(column, part)
    _refine_table(table, wire)


def _refine_column(column, wire):
    type_ = column.type
    if type_._variants or type_._is_array or _is_own(type_):
        wire["type"] = type_wire(type_)


def _refine_table(table, wire):
    for index, part in zip(wanted(table.indexes), wire.get("indexes") or ()):
        for key, value in index.dialect_kwargs.items():
            if key.endswith("_where") and isinstance(value, str):
                part["options"][key] = value
    if table.__dict__.get("info"):
        wire.setdefault("options", {})["info"] = {"$python": repr(table.info)}


def check_placeholders():
    """Fails where a model has a base that could not be loaded: what it brings is not known."""
    placeholders = modules.get("_limbeck_placeholder")
    if placeholders is None:
        return
    waiting = list(placeholders.Tainted.__subclasses__())
    while waiting:
        cls = waiting.pop()
        waiting.extend(type.__subclasses__(cls))
        if "_limbeck_base" not in cls.__dict__ and _is_model(cls):
            cls._limbeck_base._limbeck_fail(f"as a base of the model {cls.__name__}")


def _is_model(cls):
    return any(
        name in ("__tablename__", "__table__") or hasattr(type(value), "_schema_wire")
        or type(value).__name__ in ("MappedColumn", "Column")
        for base in cls.__mro__
        for name, value in list(vars(base).items())
    )


def type_wire(type_):
    """A type with what Python must say of it where its class is none of SQLAlchemy's plain ones."""
    if type_._variants:
        bare = type_.copy()
        bare._variants = {}
        return {
            "type": "variant",
            "base": type_wire(bare),
            "variants": {name: type_wire(other) for name, other in type_._variants.items()},
        }
    if not _is_own(type_):
        return _plain(type_)
    of = _plain(type_) if isinstance(type_, sqltypes.ARRAY) else type_
    return {"type": "decorated", "module": type(type_).__module__, "repr": repr(type_), "of": of}


def _plain(type_):
    """PostgreSQL's ARRAY is told apart from the generic one."""
    if not isinstance(type_, sqltypes.ARRAY):
        return type_
    wire = {"type": "Array", "item": type_wire(type_.item_type)}
    if _is_postgresql_array(type_):
        wire.update(type="postgresql", name="ARRAY")
    if type_.dimensions is not None:
        wire["dimensions"] = type_.dimensions
    return wire


def _is_postgresql_array(type_):
    return type(type_).__module__.startswith("sqlalchemy.dialects.postgresql")


def _is_own(type_):
    """Whether the JSON of the type alone would not tell how Python writes it."""
    cls = type(type_)
    shown_by = getattr(cls.__repr__, "__globals__", {}).get("__name__", "sqlalchemy.")
    if not cls.__module__.startswith("sqlalchemy.") or not shown_by.startswith("sqlalchemy."):
        return True
    if isinstance(type_, TypeDecorator):
        return not isinstance(type_, sqltypes.Interval)
    own = type_.__dict__
    if isinstance(type_, sqltypes.NumericCommon):
        default = not isinstance(type_, sqltypes.Float)
        return type_.asdecimal != default or own.get("decimal_return_scale") is not None
    if isinstance(type_, sqltypes.JSON):
        text = own.get("astext_type")
        plain = text is None or repr(text) == "Text()"
        return not plain or bool(type_.none_as_null) and text is not None
    if isinstance(type_, sqltypes.ARRAY):
        return bool(own.get("as_tuple") or own.get("zero_indexes"))
    return False
