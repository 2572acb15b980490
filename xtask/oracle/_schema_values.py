"""Types, expressions, columns and tables of SQLAlchemy as Limbeck's values."""

import datetime
import decimal
import uuid

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import elements, functions, operators, sqltypes
from sqlalchemy.sql.base import _NONE_NAME
from sqlalchemy.sql.elements import conv, quoted_name

from alembic.util.sqla_compat import _fk_target_tokens, _textual_index_element


def pruned(map_):
    return {key: value for key, value in map_.items() if value is not None and value is not False and value not in ([], {})}


def ident(name):
    if isinstance(name, quoted_name) and name.quote is not None and not isinstance(name, conv):
        return {"name": str(name), "quote": name.quote}
    return str(name)


def name_of(name):
    if name is None or name is _NONE_NAME:
        return None
    return {"final": str(name)} if isinstance(name, conv) else ident(name)


def json_option(value):
    if isinstance(value, (sa.sql.ClauseElement,)):
        if isinstance(value, sa.Column):
            return value.name
        return {"$expr": expr(value)}
    if isinstance(value, dict):
        return {key: json_option(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [json_option(item) for item in value]
    return value


def options_of(kwargs):
    return {key: json_option(value) for key, value in kwargs.items()}


# In an order, which no set has: recordings must not change with the version of Python.
NAMED = (
    "length", "precision", "scale", "timezone", "collation", "charset", "ascii", "unicode",
    "binary", "national", "unsigned", "zerofill", "display_width", "fsp", "fields", "varying",
    "dimensions", "as_uuid",
)


def type_of(type_):
    if isinstance(type_, type):
        type_ = type_()
    if type_._variant_mapping:
        variants = {name: type_of(item) for name, item in type_._variant_mapping.items()}
        base = type_.copy()
        base._variant_mapping = {}
        return {"type": "variant", "base": type_of(base), "variants": variants}
    module, name = type(type_).__module__, type(type_).__name__
    if isinstance(type_, sa.Enum):
        dialect = "postgresql" if "postgresql" in module else "mysql" if "mysql" in module else None
        values = [str(value) for value in type_.enums]
        # Without a length the longest value says it; 0 stands for none.
        plain = type_.native_enum and type_.length == max(map(len, values), default=0)
        return pruned({
            "type": "Enum", "values": values, "name": name_of(type_.name),
            "schema": type_.schema, "length": None if plain else type_.length or 0,
            "create_constraint": type_.create_constraint, "dialect": dialect,
            "collation": getattr(type_, "collation", None), "charset": getattr(type_, "charset", None),
        }) | {"native": type_.native_enum, "create_type": getattr(type_, "create_type", True)}
    if isinstance(type_, sqltypes.NullType):
        return {"type": "Null"}
    if module.startswith("sqlalchemy.dialects.") or (
            name.isupper() and name not in ("JSON", "ARRAY")):
        kind = next((d for d in ("postgresql", "mysql", "sqlite") if f".{d}." in module), "sql")
        given = {key: getattr(type_, key, None) for key in NAMED}
        if name == "SET":
            given["values"] = list(type_.values)
        if isinstance(type_, sqltypes.ARRAY):
            given["item"] = type_of(type_.item_type)
        if name == "DOMAIN":
            given |= {
                "type_name": type_.name, "item": type_of(type_.data_type), "schema": type_.schema,
                "not_null": type_.not_null, "constraint_name": type_.constraint_name,
                "default": None if type_.default is None else expr(type_.default),
                "check": None if type_.check is None else expr(type_.check),
            }
        return {"type": kind, "name": name} | pruned(given)
    match name:
        case "Boolean":
            return {"type": name} | pruned(
                {"create_constraint": type_.create_constraint, "name": name_of(type_.name)})
        case "Numeric" | "Float" | "Double":
            return {"type": name} | pruned(
                {"precision": type_.precision, "scale": getattr(type_, "scale", None)})
        case "String" | "Text" | "Unicode" | "UnicodeText":
            return {"type": name} | pruned({"length": type_.length, "collation": type_.collation})
        case "LargeBinary":
            return {"type": name} | pruned({"length": type_.length})
        case "DateTime" | "Time":
            return {"type": name, "timezone": type_.timezone}
        case "Interval":
            return {"type": name, "native": type_.native, "second_precision": type_.second_precision}
        case "JSON":
            return {"type": name}
        case "Uuid":
            return {"type": name, "as_uuid": type_.as_uuid, "native_uuid": type_.native_uuid}
        case "ARRAY":
            return {"type": "Array", "item": type_of(type_.item_type), "dimensions": type_.dimensions}
        case "Integer" | "SmallInteger" | "BigInteger" | "Date":
            return {"type": name}
    if isinstance(type_, sa.types.UserDefinedType):
        return {"type": "user", "spec": type_.get_col_spec()}
    raise NotImplementedError(f"type {type_!r}")


def value_of(value):
    match value:
        case None | bool() | int() | float() | str():
            return value
        case decimal.Decimal():
            return {"$decimal": str(value)}
        case datetime.datetime():
            return {"$datetime": value.isoformat()}
        case datetime.date():
            return {"$date": value.isoformat()}
        case datetime.time():
            return {"$time": value.isoformat()}
        case datetime.timedelta():
            return {"$interval": {"days": value.days, "seconds": value.seconds,
                                  "microseconds": value.microseconds}}
        case bytes():
            return {"$bytes": value.hex()}
        case uuid.UUID():
            return {"$uuid": str(value)}
        case list() | tuple():
            return [value_of(item) for item in value]
        case dict():
            return {"$json": value}
    raise NotImplementedError(f"value {value!r}")


def bind(item):
    given = {"key": item._orig_key if item.unique else item.key, "expanding": item.expanding}
    if not isinstance(item.type, sqltypes.NullType):
        given["type"] = type_of(item.type)
    else:
        given["type"] = {"type": "Null"}
    return pruned(given) | ({} if item.required else {"value": value_of(item.value)})


def expr(item):
    if isinstance(item, _textual_index_element):
        item = item.text
    match item:
        case str():
            return {"expr": "text", "sql": item}
        case elements.Label():
            return {"expr": "label", "name": item.name, "operand": expr(item.element)}
        case sa.sql.elements.TextClause():
            binds = [bind(one) for one in item._bindparams.values()]
            return {"expr": "text", "sql": item.text} | pruned({"binds": binds})
        case sa.sql.elements.ColumnClause() if item.is_literal:
            return {"expr": "literal", "sql": item.name}
        case sa.sql.elements.ColumnClause():
            table = item.table.name if item.table is not None else None
            return {"expr": "column", "name": ident(item.name)} | pruned(
                {"table": table, "type_": type_of(item.type)})
        case elements.BindParameter():
            return {"expr": "bind"} | bind(item)
        case elements.Null():
            return {"expr": "null"}
        case elements.True_():
            return {"expr": "true"}
        case elements.False_():
            return {"expr": "false"}
        case sa.sql.functions.FunctionElement():
            names = [*item.packagenames, item.name] if hasattr(item, "packagenames") else [item.name]
            bare = isinstance(item, functions.AnsiFunction)
            if bare:
                names = [name.upper() for name in names]
            return {"expr": "function", "name": names, "known": bool(item.identifier in
                    functions._registry["_default"]) if hasattr(item, "identifier") else False,
                    "bare": bare, "args": [expr(one) for one in item.clauses],
                    "type_": type_of(item.type)}
        case elements.BooleanClauseList():
            word = "and" if item.operator is operators.and_ else "or"
            return {"expr": word, "items": [expr(one) for one in item.clauses]}
        case elements.ExpressionClauseList():
            if item.operator in (operators.and_, operators.or_):
                word = "and" if item.operator is operators.and_ else "or"
                return {"expr": word, "items": [expr(one) for one in item.clauses]}
            first, *rest = [expr(one) for one in item.clauses]
            for one in rest:
                first = {"expr": "binary", "op": item.operator.__name__, "left": first, "right": one,
                         "type_": type_of(item.type)}
            return first
        case elements.CollationClause():
            return {"expr": "literal", "sql": item.collation}
        case elements.BinaryExpression() if item.operator is operators.collate:
            return {"expr": "collate", "operand": expr(item.left), "collation": item.right.collation}
        case elements.BinaryExpression():
            given = {"expr": "binary", "op": item.operator.__name__, "left": expr(item.left),
                     "right": expr(item.right), "type_": type_of(item.type)}
            if isinstance(item.operator, operators.custom_op):
                given |= {"op": item.operator.opstring, "custom": True,
                          "precedence": item.operator.precedence}
            return given
        case elements.UnaryExpression():
            op = item.operator or item.modifier
            return {"expr": "unary", "op": op.__name__, "operand": expr(item.element)}
        case elements.Grouping():
            return {"expr": "grouping", "operand": expr(item.element)}
        case elements.Cast():
            return {"expr": "cast", "operand": expr(item.clause), "type_": type_of(item.type)}
        case elements.TypeCoerce():
            return {"expr": "type_coerce", "operand": expr(item.clause), "type_": type_of(item.type)}
        case elements.ClauseList():
            return {"expr": "list", "items": [expr(one) for one in item.clauses]}
    raise NotImplementedError(f"expression {type(item)}")


def sequence_options(item):
    given = {key: getattr(item, key) for key in (
        "start", "increment", "minvalue", "maxvalue", "nominvalue", "nomaxvalue", "cycle", "cache")}
    return {key: value for key, value in given.items() if value is not None}


def generator(default):
    """A default as a column's own keys, and as `alter_column` takes it."""
    if isinstance(default, sa.Identity):
        return "identity", {"always": bool(default.always)} | sequence_options(default)
    if isinstance(default, sa.Computed):
        return "computed", {"expr": expr(default.sqltext), "persisted": default.persisted}
    if isinstance(default, sa.schema.DefaultClause):
        default = default.arg
    if isinstance(default, str):
        return "server_default", {"text": default}
    if isinstance(default, sa.FetchedValue):
        return "server_default", "fetched"
    return "server_default", {"expr": expr(default)}


def change(value):
    if value is False:
        return None
    if value is None:
        return {"to": None}
    key, made = generator(value)
    return {"to": {{"server_default": "default"}.get(key, key): made}}


def column_of(column):
    given = {
        "name": ident(column.name), "type": type_of(column.type), "nullable": column.nullable,
        "primary_key": column.primary_key, "comment": column.comment, "system": column.system,
        "options": options_of(column.kwargs),
        "autoincrement": {"auto": "auto", "ignore_fk": "ignore_fk", True: "true", False: "false"}[
            column.autoincrement],
    }
    given = {key: value for key, value in given.items() if value not in (None, {}, "auto")}
    if column.key != column.name:
        given["key"] = column.key
    if column.server_default is not None:
        key, made = generator(column.server_default)
        given[key] = made
    if column.default is not None:
        if column.default.is_sequence:
            sequence = {"name": column.default.name, "optional": column.default.optional}
            if column.default.schema:
                sequence["schema"] = column.default.schema
            given["default"] = {"sequence": sequence}
        elif column.default.is_callable:
            given["default"] = "callable"
        elif column.default.is_clause_element:
            given["default"] = {"expr": expr(column.default.arg)}
        else:
            given["default"] = {"value": value_of(column.default.arg)}
    checks = [c for c in column.constraints if isinstance(c, sa.CheckConstraint)]
    if checks:
        given["checks"] = [
            {"condition": expr(check.sqltext)} | pruned({"column_name": name_of(check.name)})
            for check in checks]
    return given


def names(columns):
    return [ident(column.name) for column in columns]


def constraint_of(item):
    given = pruned({"name": name_of(item.name), "initially": item.initially,
                    "options": options_of(item.dialect_kwargs)})
    if item.deferrable is not None:
        given["deferrable"] = item.deferrable
    match item:
        case postgresql.ExcludeConstraint():
            parts = [{"expr": expr(one), "name": getattr(one, "key", None), "operator": op}
                     for one, name, op in item._render_exprs]
            return given | {"kind": "exclude", "elements": parts, "using": item.using, "ops": item.ops,
                            "where": None if item.where is None else expr(item.where)}
        case sa.PrimaryKeyConstraint():
            return given | {"kind": "primary_key", "columns": names(item.columns)}
        case sa.UniqueConstraint():
            return given | {"kind": "unique", "columns": names(item.columns)}
        case sa.ForeignKeyConstraint():
            tokens = [_fk_target_tokens(element) for element in item.elements]
            return given | pruned({
                "kind": "foreign_key", "columns": [ident(e.parent.name) for e in item.elements],
                "referent_table": ident(tokens[0].table_name), "referent_schema": tokens[0].schema,
                "onupdate": item.onupdate, "ondelete": item.ondelete, "match": item.match,
                "use_alter": item.use_alter}) | {"referent_columns": [t.column_name for t in tokens]}
        case sa.CheckConstraint():
            return given | {"kind": "check", "condition": expr(item.sqltext),
                            "type_bound": bool(item._type_bound)}
    raise NotImplementedError(f"constraint {item!r}")


def constraints_of(items):
    found = []
    for item in items:
        if isinstance(item, sa.PrimaryKeyConstraint) and (item._implicit_generated or not len(item)):
            continue
        if isinstance(item, sa.CheckConstraint) and not isinstance(item.parent, sa.Table):
            continue
        found.append(constraint_of(item))
    return found


def index_of(index):
    parts = []
    for one in index.expressions:
        if isinstance(one, sa.Column):
            parts.append({"column": ident(one.name)})
        else:
            key = getattr(one, "key", None)
            parts.append({"expr": expr(one)} | ({"name": key} if isinstance(key, str) else {}))
    return pruned({
        "name": None if index._column_flag else name_of(index.name), "table": ident(index.table.name),
        "schema": index.table.schema, "unique": bool(index.unique),
        "options": options_of(index.dialect_kwargs)}) | {"elements": parts}


def table_of(table, constraints=None):
    constraints = table._sorted_constraints if constraints is None else constraints
    given = pruned({
        "name": ident(table.name), "schema": table.schema, "comment": table.comment,
        "prefixes": [str(p) for p in table._prefixes], "options": options_of(table.dialect_kwargs),
        "constraints": constraints_of(constraints),
        "indexes": [index_of(index) for index in table.indexes]})
    return given | {"columns": [column_of(column) for column in table.columns]}
