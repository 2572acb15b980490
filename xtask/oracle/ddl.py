# output: crates/limbeck-core/testdata/ddl
"""Records the SQL of real Alembic's directives for each dialect, and the operations they are.

Each folder below OUTDIR that holds a `case.py` is a case: a migration script with an
`upgrade()`, which may also name `target_metadata` and `options`, a dict of `literal_binds` and
`paramstyle`. The case gets, for each dialect, `<dialect>.sql` with what `--sql` prints; a
failure ends it with `-- Class: message`. Its
`operations.json` gets the operations as Limbeck's values. A case whose script fails before
there are any, or asks the dialect what to do, gets no operations.
"""

import datetime
import decimal
import io
import json
import pathlib
import re
import sys
import uuid
import warnings

import sqlalchemy
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.sql import elements, functions, operators, sqltypes
from sqlalchemy.sql.base import _NONE_NAME
from sqlalchemy.sql.elements import conv, quoted_name

from alembic.migration import MigrationContext
from alembic.operations import Operations, ops
from alembic.operations.base import AbstractOperations
from alembic.runtime.migration import HeadMaintainer
from alembic.util.sqla_compat import _fk_target_tokens, _textual_index_element

# What SQLAlchemy keeps in sets comes in the order of its creation, so that one run equals the next.
sqlalchemy.sql.schema.set = sqlalchemy.util.OrderedSet

DIALECTS = ("postgresql", "sqlite", "mysql", "mariadb")


def load(path):
    """The names that a case defines."""
    scope = {"__name__": "case", "sa": sa}
    exec(compile(path.read_text(), str(path), "exec"), scope)
    return scope


def message_of(error):
    """The class and the message of an error, without addresses and links."""
    text = re.sub(r"<[\w.]*?(\w+) object at 0x\w+>", r"\1", str(error))
    text = re.sub(r"for constraint (\w+)\(.*\); it has", r"for constraint \1(); it has", text)
    text = re.sub(r" *\(Background on this error at: .*", "", text, flags=re.S)
    return f"-- {type(error).__name__}: {' '.join(text.split())}"


def run(dialect_name, scope):
    """What `--sql` prints on one dialect."""
    options = scope.get("options", {})
    paramstyle = options.get("paramstyle", "named")
    dialect_class = sa.engine.url.make_url(f"{dialect_name}://").get_dialect()
    dialect = dialect_class(paramstyle=paramstyle)
    out = io.StringIO()
    opts = {"as_sql": True, "literal_binds": options.get("literal_binds", True), "output_buffer": out}
    if "target_metadata" in scope:
        opts["target_metadata"] = scope["target_metadata"]
    context = MigrationContext.configure(dialect=dialect, opts=opts)
    with warnings.catch_warnings(), Operations.context(context):
        warnings.simplefilter("ignore")
        try:
            scope["upgrade"]()
        except Exception as error:
            out.write(message_of(error) + "\n")
    return out.getvalue()


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


NAMED = {
    "length", "precision", "scale", "timezone", "collation", "charset", "ascii", "unicode",
    "binary", "national", "unsigned", "zerofill", "display_width", "fsp", "fields", "varying",
    "dimensions", "as_uuid",
}


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


def type_checks(table, name, type_):
    if type_ is None:
        return []
    made = sa.Table(table, sa.MetaData(), sa.Column(name, type_))
    return [constraint_of(c) for c in made.constraints if isinstance(c, sa.CheckConstraint)]


def element_of(element):
    """A DDL construct of SQLAlchemy that a script executes."""
    item = element.element
    if isinstance(element, (sa.schema.CreateSequence, sa.schema.DropSequence)):
        sequence = {"name": item.name, "schema": item.schema} | sequence_options(item)
        if item.data_type is not None:
            sequence["data_type"] = type_of(item.data_type)
        if isinstance(element, sa.schema.CreateSequence):
            return {"op": "create_sequence", "sequence": sequence, "if_not_exists": element.if_not_exists}
        return {"op": "drop_sequence", "sequence": sequence, "if_exists": element.if_exists}
    if isinstance(element, sa.schema.CreateSchema):
        return {"op": "create_schema", "name": ident(item), "if_not_exists": element.if_not_exists}
    if isinstance(element, sa.schema.DropSchema):
        return {"op": "drop_schema", "name": ident(item), "if_exists": element.if_exists,
                "cascade": element.cascade}
    raise NotImplementedError(f"construct {element!r}")


def operation(op):
    match op:
        case ops.CreateTableOp():
            return {"op": "create_table", "table": table_of(op.to_table()),
                    "if_not_exists": bool(op.if_not_exists)}
        case ops.DropTableOp():
            return pruned({"op": "drop_table", "name": ident(op.table_name), "schema": op.schema,
                           "if_exists": op.if_exists})
        case ops.RenameTableOp():
            return pruned({"op": "rename_table", "old": ident(op.table_name),
                           "new": ident(op.new_table_name), "schema": op.schema})
        case ops.AddColumnOp():
            from alembic.operations.schemaobj import SchemaObjects
            column = op.column if op.column.table is None else op.column._copy()
            table = SchemaObjects().table(op.table_name, column, schema=op.schema)
            return pruned({
                "op": "add_column", "table": ident(op.table_name), "schema": op.schema,
                "column": column_of(column), "constraints": constraints_of(table.constraints),
                "indexes": [index_of(i) for i in table.indexes], "if_not_exists": op.if_not_exists,
                "inline_references": op.inline_references, "inline_primary_key": op.inline_primary_key,
                "insert_before": op.kw.get("insert_before"), "insert_after": op.kw.get("insert_after")})
        case ops.AlterColumnOp():
            given = {
                "op": "alter_column", "table": ident(op.table_name), "column": ident(op.column_name),
                "schema": op.schema, "nullable": op.modify_nullable,
                "comment": None if op.modify_comment is False else {"to": op.modify_comment},
                "server_default": change(op.modify_server_default),
                "new_name": None if op.modify_name is None else ident(op.modify_name),
                "type": None if op.modify_type is None else type_of(op.modify_type),
                "existing_type": None if op.existing_type is None else type_of(op.existing_type),
                "type_checks": type_checks(op.table_name, op.column_name, op.modify_type),
                "existing_type_checks": type_checks(op.table_name, op.column_name, op.existing_type),
                "existing_server_default": change(op.existing_server_default),
                "existing_nullable": op.existing_nullable, "existing_comment": op.existing_comment,
                "autoincrement": op.kw.get("autoincrement"),
                "existing_autoincrement": op.kw.get("existing_autoincrement"),
                "options": {k: v for k, v in op.kw.items() if k.startswith("postgresql_")}}
            if isinstance(op.existing_type if op.modify_type is None else op.modify_type, type):
                given["bare_type"] = True
            return {key: value for key, value in given.items() if value not in (None, [], {})}
        case ops.DropColumnOp():
            return pruned({"op": "drop_column", "table": ident(op.table_name),
                           "column": ident(op.column_name), "schema": op.schema, "if_exists": op.if_exists})
        case ops.CreateIndexOp():
            index = op.to_index()
            given = index_of(index)
            if op.index_name is None:
                given.pop("name", None)
            return {"op": "create_index", "index": given} | pruned({"if_not_exists": op.if_not_exists})
        case ops.DropIndexOp():
            return pruned({"op": "drop_index", "name": name_of(op.index_name), "schema": op.schema,
                           "table": op.table_name and ident(op.table_name), "if_exists": op.if_exists,
                           "options": options_of(op.kw)})
        case ops.AddConstraintOp():
            item = op.to_constraint()
            table = item.table if not isinstance(item, sa.ForeignKeyConstraint) else item.parent
            return pruned({"op": "create_constraint", "table": ident(table.name),
                           "schema": table.schema, "constraint": constraint_of(item)})
        case ops.DropConstraintOp():
            return pruned({"op": "drop_constraint", "name": name_of(op.constraint_name),
                           "table": ident(op.table_name), "schema": op.schema,
                           "type": op.constraint_type, "if_exists": op.if_exists})
        case ops.CreateTableCommentOp() | ops.DropTableCommentOp():
            word = "create" if isinstance(op, ops.CreateTableCommentOp) else "drop"
            return pruned({"op": f"{word}_table_comment", "table": ident(op.table_name),
                           "schema": op.schema}) | {"comment": getattr(op, "comment", None)}
        case ops.ExecuteSQLOp() if isinstance(op.sqltext, (str, sa.sql.elements.TextClause)):
            text = sa.text(op.sqltext) if isinstance(op.sqltext, str) else op.sqltext
            binds = [bind(one) for one in text._bindparams.values()]
            return {"op": "execute", "statement": {"statement": "text", "sql": text.text, "binds": binds}}
        case ops.ExecuteSQLOp():
            return element_of(op.sqltext)
        case ops.BulkInsertOp():
            rows = [{key: {"$expr": expr(value)} if isinstance(value, sa.sql.ClauseElement) else value_of(value)
                     for key, value in row.items()} for row in op.rows]
            columns = [
                column_of(c) if isinstance(c, sa.Column) else {"name": c.name, "type": type_of(c.type)}
                for c in op.table.columns]
            return {"op": "bulk_insert", "multiinsert": op.multiinsert, "rows": rows,
                    "table": {"name": op.table.name, "columns": columns} | pruned({"schema": op.table.schema})}
    raise NotImplementedError(f"operation {op!r}")


def record(scope):
    """The operations of a case."""
    from contextlib import contextmanager

    recorded = []
    current = [recorded]

    def invoke(self, op):
        current[-1].append(operation(op))
        return op.to_table() if isinstance(op, ops.CreateTableOp) else None

    @contextmanager
    def batch(self, table_name, schema=None, recreate="auto", partial_reordering=None,
              copy_from=None, table_args=(), table_kwargs={}, reflect_args=(), reflect_kwargs={},
              naming_convention=None):
        current.append([])
        with original_batch(self, table_name, schema=schema, recreate="never") as batch_op:
            yield batch_op
            queued = current.pop()
        given = pruned({
            "op": "batch_alter_table", "table": table_name, "schema": schema, "operations": queued,
            "copy_from": copy_from is not None and table_of(copy_from, copy_from.constraints),
            "table_args": [constraint_of(c) for c in detached(table_args, copy_from)],
            "table_options": options_of(table_kwargs), "naming_convention": naming_convention,
            "partial_reordering": [list(t) for t in partial_reordering or ()]})
        current[-1].append(given | {"operations": queued, "recreate": recreate})

    original_batch = Operations.batch_alter_table
    original_invoke = AbstractOperations.invoke
    AbstractOperations.invoke = invoke
    Operations.batch_alter_table = batch
    try:
        context = MigrationContext.configure(
            dialect_name="postgresql", opts={"as_sql": True, "output_buffer": io.StringIO()})
        with Operations.context(context):
            scope["upgrade"]()
    finally:
        AbstractOperations.invoke = original_invoke
        Operations.batch_alter_table = original_batch
    return recorded


def detached(args, table):
    """Constraints written for a table to be made, attached to one of its columns."""
    if not args:
        return []
    made = sa.Table("t", sa.MetaData(), *[c._copy() for c in table.columns] if table is not None else (), *args)
    return args


def literals():
    """Values of all kinds under types of all kinds, as each dialect writes them."""
    moment = datetime.datetime(2025, 1, 2, 3, 4, 5)
    zoned = datetime.datetime(2025, 1, 2, 3, 4, 5, 6, tzinfo=datetime.timezone.utc)
    identifier = uuid.UUID(int=1)
    values = [
        None, True, 0, 1, 5, 2**40, 5.7, 1e20, 1e16, 1e-7, "5", "x", "a'b\\c%d", "a\nb", b"a'b%", b"\xff",
        decimal.Decimal("1.50"), moment, zoned, moment.date(), moment.time(), identifier,
        datetime.timedelta(days=1, seconds=2, microseconds=3), [1, 2], ["a", "b"], [], [[1], [2]],
    ]
    types = [
        None, sa.types.NullType(), sa.String(20), sa.Text(), sa.Integer(), sa.BigInteger(),
        sa.Numeric(10, 2), sa.Float(), sa.Boolean(), sa.DateTime(), sa.Date(), sa.Time(), sa.TIMESTAMP(),
        sa.Interval(), sa.Interval(native=False), sa.LargeBinary(), sa.JSON(), sa.Uuid(),
        sa.Uuid(as_uuid=False), sa.Uuid(native_uuid=False), sa.UUID(), sa.Enum("a", "b", name="e"),
        sa.ARRAY(sa.Integer()), postgresql.ARRAY(sa.String()), postgresql.UUID(), postgresql.INTERVAL(),
        postgresql.JSONB(), postgresql.INET(), postgresql.CITEXT(), postgresql.BYTEA(), mysql.TINYINT(),
        mysql.LONGTEXT(), mysql.YEAR(),
    ]
    rows = []
    for type_ in types:
        # What is text by accident (a list as a UUID) says nothing.
        fitting = values
        if isinstance(type_, sa.Uuid):
            fitting = [None, identifier, "x", "a'b\\c%d"]
        elif isinstance(type_, sqltypes.ARRAY):
            fitting = [None, 5, *(value for value in values if isinstance(value, list))]
        elif isinstance(type_, sa.Integer):
            fitting = [value for value in values if value is not identifier]
        for value in fitting:
            bound = sa.bindparam("x", value, type_=type_)
            written = {}
            for name in DIALECTS:
                dialect = sa.engine.url.make_url(f"{name}://").get_dialect()(paramstyle="named")
                try:
                    written[name] = str(bound.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
                except Exception as error:
                    written[name] = message_of(error)
            if len(set(written.values())) == 1:
                written = written[DIALECTS[0]]
            rows.append([type_ if type_ is None else type_of(type_), value_of(value), written])
    return rows


def version_tables():
    """The statements that keep the version table."""
    rows = []
    for dialect_name in DIALECTS:
        for schema, key, name in (None, True, "alembic_version"), ("S", True, "v"), (None, False, "V"):
            dialect = sa.engine.url.make_url(f"{dialect_name}://").get_dialect()(paramstyle="named")
            out = io.StringIO()
            context = MigrationContext.configure(dialect=dialect, opts={
                "as_sql": True, "literal_binds": True, "output_buffer": out, "version_table": name,
                "version_table_schema": schema, "version_table_pk": key})
            context._version.create(context.connection)
            heads = HeadMaintainer(context, ["a"])
            heads._insert_version("b")
            heads._update_version("a", "c")
            heads._delete_version("b")
            rows.append([dialect_name, schema, key, name, out.getvalue()])
    return rows


def run_live(scope):
    """What a batch does to a real SQLite table, and that table as SQLAlchemy reads it."""
    engine = sa.create_engine("sqlite://")
    statements = []
    with engine.connect() as connection, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for statement in scope["database"].split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement)
        table = sa.Table("t", sa.MetaData(), autoload_with=connection)
        implementation = MigrationContext.configure(connection).impl
        for column in table.columns:
            default = column.server_default
            if default is not None and not isinstance(default, sa.Computed):
                info = {"default": default.arg.text}
                implementation.autogen_column_reflect(None, table, info)
                default.arg = sa.text(info["default"])
        source = table_of(table, table.constraints)

        @sa.event.listens_for(connection, "before_cursor_execute")
        def listen(connection, cursor, statement, parameters, context, many):
            if statement.split()[0] in ("CREATE", "INSERT", "DROP", "ALTER"):
                statements.append(statement.replace("\t", "    ").strip() + ";\n\n")

        context = MigrationContext.configure(
            connection, opts={"target_metadata": scope.get("target_metadata")})
        with Operations.context(context):
            try:
                scope["upgrade"]()
            except Exception as error:
                statements.append(message_of(error) + "\n")
    return source, "".join(statements)


def main(folder):
    folder = pathlib.Path(folder)
    (folder / "literals.json").write_text(json.dumps(literals(), indent=1) + "\n")
    (folder / "version_table.json").write_text(json.dumps(version_tables(), indent=1) + "\n")
    for path in sorted(folder.glob("*/*/case.py")):
        if "database" in load(path):
            source, printed = run_live(load(path))
            path.with_name("source.json").write_text(json.dumps(source, indent=1) + "\n")
            path.with_name("sqlite-live.sql").write_text(printed)
        for dialect in DIALECTS:
            printed = run(dialect, load(path))
            path.with_name(f"{dialect}.sql").write_text(printed)
        scope = load(path)
        values = path.with_name("operations.json")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                recorded = record(scope)
        except Exception as error:
            print(f"{path.parent}: no operations: {type(error).__name__}: {error}", file=sys.stderr)
            values.unlink(missing_ok=True)
            continue
        metadata = scope.get("target_metadata")
        made = {"options": scope.get("options", {})}
        if metadata is not None:
            made["naming_convention"] = dict(metadata.naming_convention)
        values.write_text(json.dumps(made | {"operations": recorded}, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
