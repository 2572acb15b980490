//! Starting, running and calling: what the runtime does with an interpreter.

use limbeck_python::{Host, HostError, Options, Python, PythonError, Reply, Stream};
use serde_json::{Map, Value, json};
use std::{cell::RefCell, rc::Rc};

/// Echoes payloads, runs a function of a script in the middle of a call, fails on demand.
#[derive(Default)]
struct Echo {
    python: RefCell<Option<(Python, limbeck_python::Module)>>,
    printed: RefCell<String>,
}

impl Host for Echo {
    fn call(&self, name: &str, payload: Value) -> Result<Reply, HostError> {
        match name {
            "echo" => Ok(payload.into()),
            "back" => {
                let (python, module) = self.python.borrow().clone().expect("set by the test");
                Ok(module.call(&python, "inner", &[payload], &Map::new())?.into())
            }
            "unsupported" => Err(HostError::NotImplemented("no such thing".to_owned())),
            other => Err(HostError::Other {
                module: "builtins".to_owned(),
                class: "LookupError".to_owned(),
                message: other.to_owned(),
            }),
        }
    }

    fn write(&self, stream: Stream, text: &str) {
        self.printed.borrow_mut().push_str(&format!("{stream:?}:{text}"));
    }
}

fn start() -> Python {
    Python::start(&Options::default()).expect("the interpreter starts")
}

/// Runs `source`, then its `main()` with a host.
fn run(source: &str) -> (Result<Value, PythonError>, String) {
    let python = start();
    let host = Rc::new(Echo::default());
    let result = python.with_host(host.clone(), |python| {
        let module = python.run_source("script.py", source)?;
        *host.python.borrow_mut() = Some((python.clone(), module.clone()));
        let result = module.call(python, "main", &[], &Map::new());
        host.python.borrow_mut().take();
        result
    });
    let printed = host.printed.borrow().clone();
    (result, printed)
}

#[test]
fn values_go_over_and_come_back() {
    let (result, _) = run(r#"
import _limbeck, datetime, decimal, uuid
def main():
    value = {
        "none": None, "yes": True, "int": 3, "big": 2**70, "float": 1.5, "nan": float("inf"),
        "text": "it's é", "list": [1, (2, 3)], "bytes": b"\x00\xff",
        "decimal": decimal.Decimal("1.50"), "date": datetime.date(2025, 1, 2),
        "time": datetime.time(3, 4, 5), "uuid": uuid.UUID(int=1),
        "datetime": datetime.datetime(2025, 1, 2, 3, 4, 5, 6, datetime.timezone.utc),
        "delta": datetime.timedelta(days=-1, seconds=3),
    }
    back = _limbeck.call("echo", value)
    value["list"] = [1, [2, 3]]
    assert back == value, back
    assert [type(v) for v in back.values()] == [type(v) for v in value.values()]
    return value["delta"]
"#);
    let interval = json!({ "months": 0, "days": -1, "seconds": 3, "microseconds": 0 });
    assert_eq!(result.unwrap(), json!({ "$interval": interval }));
}

#[test]
fn an_object_says_its_own_form_and_others_are_refused_by_name() {
    let (result, _) = run(r#"
import _limbeck
class Column:
    def __limbeck__(self):
        return {"kind": "column", "inner": [Other()]}
class Other:
    def __limbeck__(self):
        return "other"
def main():
    try:
        _limbeck.call("echo", {"a": [object()]})
    except TypeError as error:
        return [_limbeck.to_wire(Column()), str(error)]
"#);
    let column = json!({ "kind": "column", "inner": ["other"] });
    let refusal = "a value of type object cannot be handed over";
    assert_eq!(result.unwrap(), json!([column, refusal]));
}

#[test]
fn a_host_runs_python_within_a_call() {
    let (result, _) = run(r#"
import _limbeck
def inner(depth):
    return [depth] + (_limbeck.call("back", depth - 1) if depth else [])
def main():
    return _limbeck.call("back", 3)
"#);
    assert_eq!(result.unwrap(), json!([3, 2, 1, 0]));
}

#[test]
fn an_exception_passes_through_the_host_unchanged() {
    let (result, _) = run(r#"
import _limbeck
class Own(Exception):
    pass
def inner(_):
    raise Own("kept")
def main():
    try:
        _limbeck.call("back", 1)
    except Own as error:
        return [str(error), error.__traceback__.tb_next is not None]
"#);
    assert_eq!(result.unwrap(), json!(["kept", true]));
}

#[test]
fn host_errors_are_python_exceptions() {
    let (result, _) = run(r#"
import _limbeck
def main():
    seen = []
    for name in ("unsupported", "other"):
        try:
            _limbeck.call(name)
        except Exception as error:
            seen.append([type(error).__name__, str(error)])
    return seen
"#);
    let expected = json!([["NotImplementedError", "no such thing"], ["LookupError", "other"]]);
    assert_eq!(result.unwrap(), expected);
}

#[test]
fn every_built_in_exception_mixes_with_a_class_of_the_projects_own() {
    let (result, _) = run(r#"
import builtins
class Own(Exception):
    pass
def main():
    refused = []
    for name, kind in vars(builtins).items():
        if not isinstance(kind, type) or not issubclass(kind, Exception):
            continue
        if issubclass(kind, (UnicodeError, BaseExceptionGroup)) and kind is not UnicodeError:
            continue
        try:
            if type("Mixed", (Own, kind), {})("said").args != ("said",):
                refused.append(name)
        except TypeError as error:
            refused.append(str(error))
    return refused
"#);
    assert_eq!(result.unwrap(), json!([]));
}

#[test]
fn a_module_keeps_its_annotations_where_its_locals_are_read() {
    let (result, _) = run(r#"
import sys
def read():
    return sys._getframe(1).f_locals
read()
ONE: int = 1
def main():
    made = {"__name__": "made", "read": read}
    exec(compile("read()\nTWO: int = 2\n[locals() for _ in 'a']", "made.py", "exec"), made)
    return [ONE, made["TWO"], read()["made"]["TWO"]]
"#);
    assert_eq!(result.unwrap(), json!([1, 2, 2]));
}

#[test]
fn printing_goes_through_the_host() {
    let (_, printed) = run(r#"
import sys
def main():
    print("out", 1)
    print("err", file=sys.stderr)
"#);
    assert_eq!(printed, "Stdout:outStdout: Stdout:1Stdout:\nStderr:errStderr:\n");
}

#[test]
fn exit_is_told_apart() {
    for (code, status, message) in
        [("", 0, None), ("3", 3, None), ("None", 0, None), ("'stop'", 1, Some("stop"))]
    {
        let (result, _) = run(&format!("import sys\ndef main(): sys.exit({code})"));
        match result {
            Err(PythonError::Exit { status: got, message: text }) => {
                assert_eq!((got, text.as_deref()), (status, message));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_missing_function_is_named() {
    let (result, _) = run("x = 1");
    assert_eq!(result.unwrap_err().to_string(), "script.py has no function main");
}

#[test]
fn two_runs_on_two_threads_do_not_meet() {
    let threads: Vec<_> = (0..4)
        .map(|number| {
            std::thread::Builder::new()
                .stack_size(limbeck_python::STACK_SIZE)
                .spawn(move || {
                    let source = format!(
                        "import _limbeck, re, json, decimal\ndef main():\n    \
                         total = sum(i for i in range(20000))\n    \
                         return _limbeck.call('echo', [{number}, total, json.dumps([1])])"
                    );
                    run(&source).0.unwrap()
                })
                .unwrap()
        })
        .collect();
    for (number, thread) in threads.into_iter().enumerate() {
        assert_eq!(thread.join().unwrap(), json!([number, 199990000, "[1]"]));
    }
}

/// What packages that models are built on do with Python and SQLAlchemy when they are imported.
#[test]
fn what_packages_do_on_import_works() {
    let source = r#"
import ast, typing
from collections.abc import Callable
from typing import Annotated, Any, Concatenate, Generic, ParamSpec, TypeVar

T, U, P = TypeVar("T"), TypeVar("U"), ParamSpec("P")

class Slots:
    __slots__ = ("a",)
    def __init__(self):
        object.__setattr__.__get__(self)("a", 5)

class Pair(Generic[T, U]):
    pass

class Users(Generic[T, U], Pair[T, U]):
    pass

def routes():
    tree = ast.parse("def route(a): pass")
    call = ast.Call(ast.Name("str", ast.Load()), [ast.Name("a", ast.Load())], [])
    tree.body[0].body = [ast.Return(ast.JoinedStr([ast.Constant("/"), call]))]
    space = {}
    exec(compile(ast.fix_missing_locations(tree), "<route>", "exec"), space)
    return space["route"](3)

def subscripts():
    from sqlalchemy import ColumnElement, Index, Result, util
    from sqlalchemy.dialects import postgresql, registry
    from sqlalchemy.dialects.postgresql.base import ischema_names
    from sqlalchemy.ext.hybrid import hybrid_property
    from sqlalchemy.sql import annotation, functions
    from sqlalchemy.types import TypeDecorator
    registry.register("gpkg", "package.dialect", "Dialect")
    Index.argument_for("mssql", "spatial", None)
    ischema_names["vector"] = ColumnElement
    class Distance(ColumnElement[float]):
        pass
    class now(functions.GenericFunction[int]):
        pass
    return [
        issubclass(Distance, ColumnElement), Result[Any] is Result,
        hybrid_property[int] is hybrid_property, TypeDecorator.Comparator[int] is TypeDecorator.Comparator,
        util.preload_module("sqlalchemy.sql.schema")(routes) is routes,
        postgresql.dialect().ischema_names["vector"] is ColumnElement,
        postgresql.dialect().ischema_names["jsonb"] is postgresql.JSONB,
        "spatial" in Index("i", mssql_spatial=1).dialect_options["mssql"],
        annotation.Annotated not in Distance.__mro__,
    ]

def shown_in_scripts():
    """alembic-postgresql-enum puts a class of its own under the type's."""
    from alembic.autogenerate._models import type_wire
    from sqlalchemy.dialects import postgresql
    class Shown(postgresql.ENUM):
        __module__ = "sqlalchemy.dialects.postgresql"
        def __repr__(self):
            return "ENUM('a', name='e', create_type=False)"
    import sqlalchemy as sa
    class Mine(sa.TypeDecorator):
        impl = sa.Enum
        def __init__(self, *values, name):
            super().__init__(*values, name=name, native_enum=False)
    class Pickled(sa.TypeDecorator):
        impl = sa.PickleType
    shown = repr(Mine("a", name="n")) + repr(Pickled())
    kind = postgresql.ENUM("a", name="e")
    kind.__class__ = Shown
    wire = type_wire(kind)
    return [shown == "Mine('a', name='n', native_enum=False)Pickled()", wire["repr"] == repr(kind), wire["module"] == "sqlalchemy.dialects.postgresql"]

def generic_annotations():
    from typing import Optional
    return [
        Annotated[T, 1][str] == Annotated[str, 1],
        Annotated[Optional[T], 1][str] == Annotated[Optional[str], 1],
        Annotated[list[T], 1][str] == Annotated[list[str], 1],
    ]

def locks():
    import threading
    from concurrent.futures import ThreadPoolExecutor
    for condition in (threading.Condition(), threading.Condition(threading.Lock())):
        with condition:
            condition.notify()
            waited = condition.wait(0.01)
    lock = threading.RLock()
    class Own(threading.local):
        depth = 3
        def __init__(self, width):
            self.width = width
        def area(self):
            return self.width * self.depth
    own = Own(2)
    del own.width
    own.width = 5
    return [
        own.area() == 15, vars(own) == {"width": 5},
        waited is False and lock.acquire() and lock.acquire(False) == 1,
        ThreadPoolExecutor(1).submit(lambda: 3).result() == 3,
    ]

def from_elsewhere():
    import sys
    from sqlalchemy.dialects.sqlite.base import SQLiteDialect
    from sqlalchemy.sql.roles import ExpressionElementRole, TypedColumnsClauseRole
    from sqlalchemy.testing.schema import Column, mapped_column
    SQLiteDialect.ischema_names["JSONB"] = Column
    return [
        ExpressionElementRole[str] is ExpressionElementRole, TypedColumnsClauseRole is not None,
        mapped_column is not Column, SQLiteDialect().ischema_names["JSONB"] is Column,
        vars(sys.modules["__main__"])["__name__"] == "__main__",
    ]

def values_that_types_refuse():
    import sqlalchemy as sa
    class Strict(sa.types.TypeDecorator):
        impl = sa.Integer
        def process_bind_param(self, value, dialect):
            raise ValueError(value)
    table = sa.Table("t", sa.MetaData(), sa.Column("a", Strict, default=0))
    import _limbeck
    from alembic.autogenerate._models import metadata_wires
    from sqlalchemy.dialects.sqlite.base import SQLiteDialect
    wire = _limbeck.to_wire(next(metadata_wires(table.metadata, SQLiteDialect())))
    return ["default" in wire["tables"][0]["columns"][0]]

def main():
    import typing_extensions
    names = "CapsuleType NoExtraItems Reader Writer disjoint_base sentinel".split()
    return [
        repr(Callable[Concatenate[T, P], U]) != "",
        Slots().a == 5, Users.__mro__[1] is Pair, (Annotated[int, 1] in (Any, int)) is False,
        Annotated[int, 1] != 3, routes() == "/3", *subscripts(),
        *shown_in_scripts(), *generic_annotations(), *locks(), *from_elsewhere(),
        *values_that_types_refuse(), *[hasattr(typing_extensions, name) for name in names],
    ]
"#;
    let (result, _) = run(source);
    let answers = result.unwrap();
    assert_eq!(answers, Value::Array(vec![json!(true); 37]), "{answers}");
}
