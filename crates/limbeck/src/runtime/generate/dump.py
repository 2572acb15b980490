"""Prints the project's metadata as Python for Limbeck; the project's own interpreter runs this.

Standard input has JSON: env.py, its options, the paths of modules. env.py is run as it would be
for SQL without a connection, as far as it goes; each `context.configure` gives the metadata of
one context. What the project itself prints goes to standard error. A failure is one line of JSON.
"""
import ast
import contextlib
import json
import os
import re
import sys
import sysconfig
import types

OUT = os.dup(1)
os.dup2(2, 1)


def answer(given):
    # On a line of its own, behind what was said before this program ran.
    with os.fdopen(OUT, "w") as out:
        out.write("\n" + json.dumps(given) + "\n")
    # Threads of the project's that still run are not waited for.
    os._exit(0)


GIVEN = json.loads(sys.stdin.buffer.read())
sys.path[:0] = GIVEN["sys_path"]
try:
    import sqlalchemy as sa
except ImportError as error:
    answer({"missing": "SQLAlchemy", "error": str(error)})
if not hasattr(sa, "Identity"):
    answer({"missing": "SQLAlchemy 1.4 or newer"})
from sqlalchemy.sql import operators, sqltypes
from sqlalchemy.sql.elements import (
    BinaryExpression, Grouping, Label, UnaryExpression, conv, quoted_name,
)
from sqlalchemy.sql.functions import FunctionElement

CONTEXTS = []
# Where code is that is none of the project's.
INSTALLED = tuple(
    path for name, path in sysconfig.get_paths().items() if name.endswith(("stdlib", "lib"))
)


class Options:
    """The command's options; one that it does not have reads as None."""

    def __init__(self, given, x):
        def command():
            raise NotImplementedError("commands run in Limbeck")

        command.__name__ = given["cmd"]
        self.__dict__.update(given, x=list(x), cmd=(command, [], []))

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return None


class Context:
    """What env.py asks of `alembic.context`."""

    def __init__(self):
        from configparser import ConfigParser

        self.config = types.SimpleNamespace(
            config_file_name=GIVEN["ini"], config_ini_section=GIVEN["section"], attributes={},
            toml_file_name=None, cmd_opts=Options(GIVEN["cmd_opts"], GIVEN["x"]),
        )
        self.file = ConfigParser({"here": GIVEN["here"] or ""})
        if GIVEN["ini"]:
            self.file.read(GIVEN["ini"], encoding="utf-8")
        if not self.file.has_section(GIVEN["section"]):
            self.file.add_section(GIVEN["section"])
        for name in ("get_main_option", "set_main_option", "get_section", "get_section_option"):
            setattr(self.config, name, getattr(self, name))
        self.config.get_alembic_option = self.get_main_option

    def get_section(self, name, default=None):
        return dict(self.file.items(name)) if self.file.has_section(name) else default

    def get_section_option(self, section, name, default=None):
        return self.file.get(section, name, fallback=default)

    def get_main_option(self, name, default=None):
        return self.get_section_option(self.config.config_ini_section, name, default)

    def set_main_option(self, name, value):
        self.file.set(self.config.config_ini_section, name, value)

    def configure(self, *given, **options):
        CONTEXTS.append(options.get("target_metadata"))

    def is_offline_mode(self):
        return True

    def is_transactional_ddl(self):
        return True

    def begin_transaction(self):
        return contextlib.nullcontext()

    def run_migrations(self, **options):
        pass

    def execute(self, *given, **options):
        pass

    def get_x_argument(self, as_dictionary=False):
        pairs = [each.partition("=") for each in GIVEN["x"]]
        return {key: value for key, _, value in pairs} if as_dictionary else list(GIVEN["x"])

    def get_tag_argument(self):
        return None

    def get_context(self):
        return types.SimpleNamespace(dialect=None, connection=None, bind=None, opts={})


def run_env():
    given = Context()
    try:
        import alembic
    except ImportError:
        alembic = sys.modules["alembic"] = types.ModuleType("alembic")
        alembic.op = sys.modules["alembic.op"] = types.ModuleType("alembic.op")
    module = types.ModuleType("alembic.context")
    for name in dir(given):
        if not name.startswith("_") and name != "file":
            setattr(module, name, getattr(given, name))
    alembic.context = sys.modules["alembic.context"] = module
    space = {"__name__": "env_py", "__file__": GIVEN["env_py"]}
    with open(GIVEN["env_py"], "rb") as file:
        code = compile(file.read(), GIVEN["env_py"], "exec")
    exec(code, space)


def is_plain(value):
    try:
        return ast.literal_eval(repr(value)) == value
    except Exception:
        return False


def is_computed(expression):
    """Whether MySQL wants parentheses around it."""
    if isinstance(expression, UnaryExpression):
        return expression.modifier not in (operators.asc_op, operators.desc_op)
    return isinstance(expression, (BinaryExpression, FunctionElement))


def public(class_):
    """The nearest class under it that a script can name, and where that is."""
    for each in class_.__mro__:
        parts = each.__module__.split(".")
        if parts[:2] == ["sqlalchemy", "dialects"]:
            module, place = sys.modules.get(".".join(parts[:3])), f"{parts[2]}."
        elif parts[0] == "sqlalchemy":
            module, place = sa.types, "sa." if hasattr(sa, each.__name__) else "sa.types."
        else:
            continue
        if getattr(module, each.__name__, None) is each:
            return each, place
    return class_, ""


class Writer:
    """Schema items as calls of `sqlalchemy`."""

    def __init__(self, dialect):
        self.dialect = dialect

    def sql(self, expression):
        text = str(expression.compile(
            dialect=self.dialect, compile_kwargs={"literal_binds": True, "include_table": False}
        ))
        return f"sa.text({text.replace(':', chr(92) + ':')!r})"

    def value(self, value):
        if isinstance(value, sa.Column):
            return repr(str(value.name))
        if isinstance(value, sa.types.TypeEngine):
            return self.type(value)
        if hasattr(value, "compile") or hasattr(value, "__clause_element__"):
            value = value.__clause_element__() if hasattr(value, "__clause_element__") else value
            return self.sql(value)
        if isinstance(value, dict):
            return "{" + ", ".join(f"{str(k)!r}: {self.value(v)}" for k, v in value.items()) + "}"
        if isinstance(value, (list, tuple)):
            return "[" + ", ".join(map(self.value, value)) + "]"
        return repr(value)

    def name(self, name):
        if name is None or not isinstance(name, str):
            return "None"
        text = repr(str(name))
        if isinstance(name, conv):
            return f"conv({text})"
        if isinstance(name, quoted_name) and name.quote is not None:
            return f"quoted_name({text}, {name.quote})"
        return text

    def call(self, function, *arguments, **options):
        given = [each for each in arguments if each is not None]
        given += [f"{key}={value}" for key, value in options.items() if value is not None]
        return f"{function}({', '.join(given)})"

    def options(self, item):
        return {key: self.value(value) for key, value in dict(item.dialect_kwargs).items()}

    def type(self, type_):
        # Before SQLAlchemy 2 a variant is a type of its own, around the one that varies.
        is_outer = isinstance(type_, getattr(sqltypes, "Variant", ()))
        variants = type_.mapping if is_outer else getattr(type_, "_variant_mapping", None)
        if variants:
            text = self.plain_type(type_.impl if is_outer else type_)
            for name, other in variants.items():
                text += f".with_variant({self.type(other)}, {name!r})"
            return text
        return self.plain_type(type_)

    def plain_type(self, type_):
        class_, module = type(type_), type(type_).__module__
        if module.startswith("sqlalchemy.") or module == "sqlalchemy":
            return self.spelled(type_, self.own_type(type_))
        # A type of the project's: what it is in this database, under its own name.
        shown = repr(type_)
        if isinstance(type_, sa.types.TypeDecorator):
            impl = self.spelled(type_, self.type(type_.load_dialect_impl(self.dialect)))
            return f"decorated({module!r}, {class_.__qualname__!r}, {impl}, {shown!r})"
        if isinstance(type_, sa.Enum):
            impl = self.spelled(type_, self.own_type(type_))
            return f"decorated({module!r}, {class_.__qualname__!r}, {impl}, {shown!r})"
        try:
            spec = type_.compile(dialect=self.dialect)
        except Exception:
            spec = class_.__name__
        return f"defined({module!r}, {class_.__qualname__!r}, {spec!r}, {shown!r})"

    def spelled(self, type_, text):
        """The type that `text` makes, in the words that `@compiles` gives `type_` here."""
        owner = next(each for each in type(type_).__mro__ if "_compiler_dispatch" in vars(each))
        if "_compiler_dispatcher" not in vars(owner):
            return text
        compiler = getattr(self.dialect, "type_compiler_instance", self.dialect.type_compiler)
        try:
            return f"spelled({text}, {type_._compiler_dispatch(compiler)!r})"
        except sa.exc.UnsupportedCompilationError:
            return text

    def own_type(self, type_):
        class_, place = public(type(type_))
        name = place + class_.__name__
        if isinstance(type_, sa.Enum):
            options = {"name": self.name(type_.name), "schema": self.value(type_.schema)}
            if place == "sa.":
                options["native_enum"] = repr(bool(type_.native_enum))
                options["create_constraint"] = repr(bool(type_.create_constraint))
                options["length"] = self.value(type_.length)
            elif hasattr(type_, "create_type"):
                options["create_type"] = repr(bool(type_.create_type))
            options.update(self.given(type_, "charset", "collation"))
            return self.call(name, *map(repr, type_.enums), **options)
        if isinstance(type_, sa.ARRAY):
            item, dimensions = self.type(type_.item_type), self.value(type_.dimensions)
            return self.call(name, item, dimensions=dimensions)
        if isinstance(type_, sqltypes.Boolean):
            made = repr(bool(type_.create_constraint))
            given = self.name(type_.name) if type_.name is not None else None
            return self.call(name, create_constraint=made, name=given)
        if class_ is sa.Interval:
            return self.call(name, **self.given(
                type_, "native", "second_precision", "day_precision"
            ))
        if class_.__name__ == "DOMAIN":
            return self.call(name, self.name(type_.name), self.type(type_.data_type), **self.given(
                type_, "schema", "collation", "default", "constraint_name", "not_null", "check",
                "create_type",
            ))
        if place == "sa.types.":
            return self.call(name)
        # Its repr has the name of the class that it is, and bare names within.
        inner = re.sub(r"\b([A-Z]\w*)\(", r"sa.\1(", repr(type_)[len(type(type_).__name__):])
        return name + inner

    def given(self, item, *names):
        """Those of the attributes that are set."""
        values = {name: getattr(item, name, None) for name in names}
        return {name: self.value(each) for name, each in values.items() if each is not None}

    def default(self, column):
        if column.computed is not None:
            computed = column.computed
            text = self.sql(computed.sqltext)
            return self.call("sa.Computed", text, persisted=self.value(computed.persisted)), None
        identity = getattr(column, "identity", None)
        if identity is not None:
            names = ("always", "on_null", "start", "increment", "minvalue", "maxvalue",
                     "nominvalue", "nomaxvalue", "cycle", "cache", "order")
            given = {name: getattr(identity, name, None) for name in names}
            given = {name: repr(value) for name, value in given.items() if value is not None}
            return self.call("sa.Identity", **given), None
        given = column.server_default
        if given is None:
            return None, None
        if not hasattr(given, "arg"):
            return None, "sa.FetchedValue()"
        return None, repr(given.arg) if isinstance(given.arg, str) else self.sql(given.arg)

    def info(self, info):
        """What filters of env.py look at, as far as it is made of plain values."""
        plain = {key: value for key, value in info.items() if is_plain(key) and is_plain(value)}
        return repr(plain) if plain else None

    def sequence(self, sequence):
        names = ("start", "increment", "minvalue", "maxvalue", "nominvalue", "nomaxvalue",
                 "cycle", "cache", "schema", "optional")
        given = {name: getattr(sequence, name, None) for name in names}
        given = {name: repr(value) for name, value in given.items() if value not in (None, False)}
        given.update(self.given(sequence, "data_type"))
        return self.call("sa.Sequence", self.name(sequence.name), **given)

    def column(self, column):
        extra, default = self.default(column)
        client = column.default
        return self.call(
            "sa.Column", self.name(column.name), self.type(column.type),
            self.sequence(client) if isinstance(client, sa.Sequence) else None, extra,
            key=repr(column.key) if column.key != column.name else None,
            primary_key="True" if column.primary_key else None,
            nullable=None if self.is_overruled(column) else repr(column.nullable),
            autoincrement=repr(column.autoincrement), server_default=default,
            comment=self.value(column.comment) if column.comment is not None else None,
            system="True" if column.system else None, info=self.info(column.info),
        )

    def is_overruled(self, column):
        """Whether an annotation alone allows NULL, which the key of a new table overrules."""
        said = getattr(column, "_user_defined_nullable", column.nullable)
        return column.primary_key and column.nullable and not isinstance(said, bool)

    def constraint(self, constraint):
        if getattr(constraint, "_type_bound", False):
            return None
        options = {
            "name": self.name(constraint.name) if constraint.name is not None else None,
            "deferrable": self.value(constraint.deferrable) if constraint.deferrable else None,
            "initially": self.value(constraint.initially) if constraint.initially else None,
            "info": self.info(constraint.info), **self.options(constraint),
        }
        if isinstance(constraint, sa.ForeignKeyConstraint):
            columns = [str(element.parent.key) for element in constraint.elements]
            targets = [str(element.target_fullname) for element in constraint.elements]
            for key in ("ondelete", "onupdate", "match", "use_alter"):
                value = getattr(constraint, key)
                options[key] = repr(value) if value else None
            return self.call("sa.ForeignKeyConstraint", repr(columns), repr(targets), **options)
        if isinstance(constraint, sa.CheckConstraint):
            return self.call("sa.CheckConstraint", self.sql(constraint.sqltext), **options)
        if type(constraint).__name__ == "ExcludeConstraint":
            elements = [
                f"({self.sql(expression)}, {operator!r})"
                for expression, _, operator in constraint._render_exprs
            ]
            options.update(using=repr(constraint.using), ops=self.value(constraint.ops or {}))
            options["where"] = None if constraint.where is None else self.sql(constraint.where)
            return self.call("postgresql.ExcludeConstraint", *elements, **options)
        columns = [repr(str(column.key)) for column in constraint.columns]
        class_ = "UniqueConstraint"
        if isinstance(constraint, sa.PrimaryKeyConstraint):
            class_ = "PrimaryKeyConstraint"
            if not columns:
                return None
        return self.call("sa." + class_, *columns, **options)

    def index(self, index):
        columns = [
            repr(str(each.key)) if isinstance(each, sa.Column) else self.indexed(each)
            for each in index.expressions
        ]
        options = {"info": self.info(index.info), **self.options(index)}
        unique = repr(bool(index.unique))
        return self.call("sa.Index", self.name(index.name), *columns, unique=unique, **options)

    def indexed(self, expression):
        if self.dialect.name == "postgresql":
            expression = expression.self_group()
        elif self.dialect.name in ("mysql", "mariadb") and is_computed(expression):
            expression = Grouping(expression)
        text = self.sql(expression)
        if isinstance(expression, Label) and type(expression.name) is str:
            # Operator classes go by it.
            return f"sa.literal_column{text[len('sa.text'):]}.label({expression.name!r})"
        return text

    def table(self, table):
        parts = [self.name(table.name), "m"]
        parts += [self.column(column) for column in table.columns]
        constraints = sorted(table.constraints, key=lambda each: each._creation_order)
        parts += filter(None, map(self.constraint, constraints))
        indexes = sorted(table.indexes, key=lambda each: str(each.name))
        parts += [self.index(index) for index in indexes]
        options = {
            "schema": self.name(table.schema) if table.schema else None,
            "comment": repr(table.comment) if table.comment is not None else None,
            "prefixes": repr(list(table._prefixes)) if table._prefixes else None,
            "info": self.info(table.info), **self.options(table),
        }
        text = self.call("sa.Table", *parts, **options)
        optional = [str(each.key) for each in table.columns if self.is_overruled(each)]
        return f"annotated_optional({text}, {optional!r})" if optional else text

    def metadata(self, number, metadata):
        # Functions have made the names already, but for the CHECKs of types.
        given = dict(metadata.naming_convention).items()
        functions = [f"%({key})s" for key, value in given if callable(value)]
        convention = {
            key: value for key, value in given
            if isinstance(key, str) and isinstance(value, str)
            and not any(each in value for each in functions)
        }
        lines = [
            # Each table and sequence says its schema itself: one of them may have none.
            f"m = sa.MetaData(naming_convention={convention!r}, info={self.info(metadata.info)})",
            *(self.table(table) for table in metadata.tables.values()),
        ]
        owned = {
            (column.default.schema, column.default.name)
            for table in metadata.tables.values() for column in table.columns
            if isinstance(column.default, sa.Sequence)
        }
        for sequence in metadata._sequences.values():
            if (sequence.schema, sequence.name) not in owned:
                made = self.sequence(sequence)
                lines.append(f"{made[:-1]}, metadata=m)")
        lines.append("metadatas.append(m)")
        return lines


def entities():
    """What `register_entities` of alembic_utils was given."""
    module = sys.modules.get("alembic_utils.replaceable_entity")
    lines = []
    for entity in module.registry.entities() if module is not None else ():
        kind = type(entity).__name__
        names = ("schema", "signature", "definition", "on_entity", "is_constraint", "with_data")
        given = {name: repr(getattr(entity, name)) for name in names if hasattr(entity, name)}
        if kind == "PGExtension":
            del given["definition"]
        lines.append(f"entity({kind!r}, {', '.join(f'{k}={v}' for k, v in given.items())})")
    return lines


def main():
    try:
        run_env()
        from sqlalchemy.engine.url import make_url

        # Under another style of parameters than this, a percent sign is written twice.
        dialect = make_url(f"{GIVEN['dialect']}://").get_dialect()(paramstyle="named")
        writer = Writer(dialect)
        contexts = []
        for given in CONTEXTS:
            listed = [] if given is None else [given] if hasattr(given, "tables") else list(given)
            lines = []
            for number, metadata in enumerate(listed):
                lines += writer.metadata(number, metadata)
            contexts.append(None if given is None else "\n".join(lines + entities()))
    except SystemExit as error:
        answer({"failed": f"SystemExit: {error}"})
    except BaseException as error:
        import traceback

        last = traceback.format_exception_only(type(error), error)[-1].strip()
        frames = traceback.extract_tb(error.__traceback__)
        # Where the project's own code is, rather than what it calls.
        own = [each for each in frames if not each.filename.startswith(("<", *INSTALLED))]
        where = f"{own[-1].filename}, line {own[-1].lineno}" if own else ""
        if isinstance(error, SyntaxError) and error.filename:
            where = f"{error.filename}, line {error.lineno}"
        answer({"failed": last, "where": where})
    answer({"contexts": contexts})


main()
