//! Our light modules in place of asyncio, logging and typing: what scripts do with them.

use limbeck_python::{Host, HostError, LogLevel, Options, Python, Reply, Stream};
use serde_json::{Map, Value, json};
use std::{cell::RefCell, rc::Rc};

#[derive(Default)]
struct Printed(RefCell<String>);

impl Host for Printed {
    fn call(&self, name: &str, _: Value) -> Result<Reply, HostError> {
        Err(HostError::Command(name.to_owned()))
    }

    fn write(&self, _: Stream, text: &str) {
        self.0.borrow_mut().push_str(text);
    }
}

/// What `main()` of this source returns and what is printed meanwhile.
fn run(source: &str) -> (Value, String) {
    let python = Python::start(&Options::default()).unwrap();
    let host = Rc::new(Printed::default());
    let result = python.with_host(host.clone(), |python| {
        let module = python.run_source("light.py", source)?;
        let result = module.call(python, "main", &[], &Map::new())?;
        python.log("alembic.runtime.migration", LogLevel::Info, "Running upgrade 100%")?;
        Ok::<_, limbeck_python::PythonError>(result)
    });
    match result {
        Ok(value) => (value, host.0.borrow().clone()),
        Err(error) => panic!("{}", error.report().map_or(String::new(), |r| r.traceback.clone())),
    }
}

const INI: &str = "
[alembic]
script_location = %(here)s/alembic
sqlalchemy.url = postgresql://u:p%%40@h/d
[loggers]
keys = root,sqlalchemy,alembic
[handlers]
keys = console
[formatters]
keys = generic
[logger_root]
level = WARNING
handlers = console
qualname =
[logger_sqlalchemy]
level = WARNING
handlers =
qualname = sqlalchemy.engine
[logger_alembic]
level = INFO
handlers =
qualname = alembic
[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = generic
[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
datefmt = %H:%M:%S
";

#[test]
fn records_of_ours_take_the_format_of_a_stock_ini() {
    let (_, printed) = run(&format!(
        r#"
import io, logging
from logging.config import fileConfig
before = logging.getLogger("app")
fileConfig(io.StringIO({INI:?}))
def main():
    before.error("lost: disabled by the configuration")
    logging.getLogger("later").error("kept %s", 1)
    logging.getLogger("sqlalchemy.engine").info("quiet")
"#
    ));
    let expected = "ERROR [later] kept 1\nINFO  [alembic.runtime.migration] Running upgrade 100%\n";
    assert_eq!(printed, expected);
}

#[test]
fn without_a_configuration_only_warnings_are_seen() {
    let (_, printed) = run(r#"
import logging
log = logging.getLogger("a.b")
def main():
    log.info("no")
    log.warning("yes %d", 2)
    try:
        {}["x"]
    except KeyError:
        log.exception("failed")
"#);
    let expected = "yes 2\nfailed\nTraceback (most recent call last):\n  \
        File \"light.py\", line 8, in main\nKeyError: 'x'\n";
    assert_eq!(printed, expected);
}

#[test]
fn basic_and_dict_configuration_work() {
    let (_, printed) = run(r#"
import logging, logging.config, sys
def main():
    logging.basicConfig(level=logging.DEBUG, format="{levelname} {message}", style="{")
    logging.debug("one")
    logging.config.dictConfig({
        "version": 1,
        "formatters": {"short": {"format": "%(name)s/%(message)s"}},
        "handlers": {"out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout",
                             "formatter": "short", "level": "INFO"}},
        "loggers": {"alembic": {"handlers": ["out"], "level": "DEBUG", "propagate": False}},
    })
    logging.getLogger("alembic").debug("below the handler")
    logging.getLogger("alembic").info("two")
"#);
    let last = "alembic.runtime.migration/Running upgrade 100%\n";
    assert_eq!(printed, format!("DEBUG one\nalembic/two\n{last}"));
}

#[test]
fn a_configuration_without_sections_is_the_error_of_python() {
    let (names, _) = run(r#"
import io
from logging.config import fileConfig
def main():
    seen = []
    for text in ("[alembic]\nx = 1\n", "nonsense", "[formatters]\nkeys = a\n"):
        try:
            fileConfig(io.StringIO(text))
        except Exception as error:
            seen.append([type(error).__name__, str(error)[:15]])
    return seen
"#);
    assert_eq!(names[0], json!(["KeyError", "'formatters'"]));
    assert_eq!(names[1][0], json!("RuntimeError"));
    assert_eq!(names[2], json!(["KeyError", "'formatter_a'"]));
}

#[test]
fn coroutines_run() {
    let (seen, _) = run(r#"
import asyncio
from contextlib import asynccontextmanager
log = []

@asynccontextmanager
async def connect():
    log.append("open")
    yield "connection"
    log.append("close")

async def work(name, turns):
    for turn in range(turns):
        await asyncio.sleep(0)
        log.append(f"{name}{turn}")
    return name

async def run():
    async with connect() as connection:
        log.append(connection)
    results = await asyncio.gather(work("a", 2), work("b", 1))
    task = asyncio.create_task(work("c", 1))
    results.append(await asyncio.wait_for(task, 5))
    try:
        await asyncio.wait_for(asyncio.sleep(60), 0.01)
    except asyncio.TimeoutError:
        results.append("timeout")
    lock = asyncio.Lock()
    async with lock:
        results.append(await asyncio.to_thread(sum, [1, 2]))
    return results

def main():
    first = asyncio.run(run())
    loop = asyncio.new_event_loop()
    second = loop.run_until_complete(work("d", 1))
    loop.close()
    third = asyncio.get_event_loop().run_until_complete(work("e", 0))
    try:
        asyncio.get_running_loop()
    except RuntimeError as error:
        none = str(error)
    return [first, second, third, none, asyncio.iscoroutinefunction(run), log]
"#);
    let log = json!(["open", "connection", "close", "a0", "b0", "a1", "c0", "d0"]);
    let first = json!(["a", "b", "c", "timeout", 3]);
    assert_eq!(seen, json!([first, "d", "e", "no running event loop", true, log]));
}

#[test]
fn annotations_are_read() {
    let (seen, _) = run(r#"
from typing import *
from typing import Optional, Union, List, Dict, Sequence, Any, TYPE_CHECKING, cast, TypeVar
from typing import Generic, Literal, Annotated, ClassVar, Callable, Protocol, TypedDict
from typing import NamedTuple, get_type_hints, get_origin, get_args, runtime_checkable, ForwardRef

T = TypeVar("T")

class Mapped(Generic[T]):
    pass

class Base:
    a: int
    b: "Optional[str]" = None

class Model(Base):
    c: Mapped[Optional[str]]
    d: Annotated[int, "meta"]
    e: Mapped["Base"]
    f: ClassVar[int] = 1
    g: Literal["x", "y"]
    h: List["int"]

class Point(NamedTuple):
    x: int
    y: int = 2

class Movie(TypedDict, total=False):
    name: str

@runtime_checkable
class Closes(Protocol):
    def close(self): ...

class Repo(Mapped[int], Generic[T]):
    pass

down: Union[str, Sequence[str], None] = None

def main():
    hints = get_type_hints(Model)
    extras = get_type_hints(Model, include_extras=True)
    inner = get_args(hints["c"])[0]
    return [
        list(hints), repr(hints["b"]), get_origin(hints["c"]) is Mapped,
        get_origin(inner) is Union, [t.__name__ for t in get_args(inner)],
        hints["d"].__name__, get_args(extras["d"])[1], get_args(hints["e"])[0] is Base,
        get_origin(hints["f"]) is ClassVar, list(get_args(hints["g"])), repr(hints["h"]),
        Point(1).y, Movie(name="x"), isinstance(open, Closes), cast(int, "x"), TYPE_CHECKING,
        repr(Optional["Later"]), get_origin(Optional["Later"]) is Union,
        repr(get_args(Callable[[int], str])), get_origin(Dict[str, Any]) is dict,
        Repo.__parameters__ == (T,),
    ]
"#);
    assert_eq!(
        seen,
        json!([
            ["a", "b", "c", "d", "e", "f", "g", "h"], "str | None", true, true,
            ["str", "NoneType"], "int", "meta", true, true, ["x", "y"], "list[int]", 2,
            { "name": "x" }, false, "x", false, "ForwardRef('Later') | None", true,
            "([<class 'int'>], <class 'str'>)", true, true
        ])
    );
}

#[test]
fn classes_take_parameters_of_calls_and_of_logs() {
    let (seen, _) = run(r#"
import logging
from asyncio import Future
from typing import Callable, Generic, ParamSpec, Protocol, TypeVar, TypeVarTuple, Unpack
P = ParamSpec("P")
R = TypeVar("R")
Ts = TypeVarTuple("Ts")

class Retried(Protocol[P, R]):
    pass

class Task(Generic[P, R]):
    pass

class Row(Generic[Unpack[Ts]]):
    pass

class Adapter(logging.LoggerAdapter[logging.Logger]):
    pass

class Handler(logging.StreamHandler["TextIO"]):
    pass

def main():
    made = Task[[int], str]
    return [made.__origin__ is Task, Task[..., str].__args__[0] is ..., len(Task.__parameters__),
            Adapter(logging.getLogger("a")).logger.name, Future[int] is not None]
"#);
    assert_eq!(seen, json!([true, true, 2, "a", true]));
}

#[test]
fn plugins_register_what_is_compared_by_priority() {
    let (seen, _) = run(r#"
from alembic.util import DispatchPriority, PriorityDispatcher, PriorityDispatchResult
from sqlalchemy.sql.expression import Executable

def main():
    called = []
    dispatcher = PriorityDispatcher()

    @dispatcher.dispatch_for("table", priority=DispatchPriority.LAST, subgroup="a")
    def last(*args):
        called.append("last")

    @dispatcher.dispatch_for("table", qualifier="postgresql", priority=DispatchPriority.FIRST)
    def first(*args):
        called.append("first")

    @dispatcher.branch().dispatch_for("table")
    def elsewhere(*args):
        called.append("elsewhere")

    @dispatcher.dispatch_for("table", subgroup="a")
    def stop(*args):
        called.append("stop")
        return PriorityDispatchResult.STOP

    dispatcher.dispatch("table", qualifier="postgresql")("context")
    options = Executable._execution_options.union({"autocommit": True})
    return [called, dict(options), len(Executable._execution_options)]
"#);
    assert_eq!(seen, json!([["first", "stop"], { "autocommit": true }, 0]));
}
