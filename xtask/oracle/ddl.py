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
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.sql import sqltypes

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.runtime.migration import HeadMaintainer

from _operation_values import record
from _schema_values import table_of, type_of, value_of

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
