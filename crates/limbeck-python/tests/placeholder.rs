//! Modules that are not there: when they matter, and when the import goes on without them.

use limbeck_python::{Options, PlaceholderImport, Python, PythonError};
use serde_json::{Map, Value, json};
use std::{fs, path::PathBuf};

/// A project of these files; `main.py` is run and its `main()` called.
struct Project(PathBuf);

impl Project {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let root = std::env::temp_dir().join(format!("limbeck-{name}-{}", std::process::id()));
        for (file, text) in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Project(root)
    }

    fn run(&self, folders: &[&str]) -> (Result<Value, PythonError>, Vec<PlaceholderImport>) {
        let sys_path = folders.iter().map(|folder| self.0.join(folder)).collect();
        let python = Python::start(&Options { sys_path, ..Options::default() }).unwrap();
        let result = python
            .load_file("main", &self.0.join("main.py"))
            .and_then(|module| module.call(&python, "main", &[], &Map::new()));
        let placeholders = python.placeholders();
        (result, placeholders)
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_missing_package_is_harmless_until_it_matters() {
    let project = Project::new(
        "harmless",
        &[(
            "main.py",
            r#"
import fastapi
from fastapi.security import OAuth2 as Scheme, http
import redis.asyncio as redis
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql._custom import respells

app = fastapi.FastAPI(title="x")
scheme = Scheme(tokenUrl="login")

@app.get("/")
def root():
    return 42

@fastapi.cache
class Plain:
    pass

@compiles(app.DateTime, "mysql")
def spelled(type_, compiler, **kw):
    return "DATETIME(6)"

with redis.lock("x") as lock:
    inside = True

class Model(fastapi.Base, table=True):
    x: int = fastapi.Field(default=1)

class Both(Plain, http.Mixin[int]):
    def __init__(self):
        super().__init__(1, a=2)

def main():
    kind = type(Both().whatever).__name__
    return [root(), Plain.__name__, inside, Model.x is None, isinstance(3, fastapi.X), kind,
            respells()]
"#,
        )],
    );
    let (result, placeholders) = project.run(&[]);
    assert_eq!(result.unwrap(), json!([42, "Plain", true, false, false, "Placeholder", false]));
    let seen: Vec<_> = placeholders.iter().map(|import| (&*import.module, import.line)).collect();
    let expected = [("fastapi", 2), ("fastapi.security", 3), ("redis", 4), ("redis.asyncio", 4)];
    assert_eq!(seen, expected);
    assert!(placeholders[0].file.ends_with("main.py"));
}

#[test]
fn what_needs_it_is_an_error_that_names_module_and_line() {
    for (use_of_it, words) in [
        ("_limbeck.to_wire({'url': boto3.client('x').url})", "as a value"),
        ("f'{boto3.url}'", "its text"),
        ("str(boto3.url)", "its text"),
        ("1 if boto3.debug else 2", "its truth"),
        ("list(boto3.items)", "its items"),
        ("int(boto3.port)", "its number"),
        ("boto3.host + ':1'", "in a calculation"),
        ("'a' + boto3.host", "in a calculation"),
        ("boto3.a < 3", "in a comparison"),
    ] {
        let source = format!("import _limbeck\nimport boto3\ndef main(): return {use_of_it}\n");
        let project = Project::new("needed", &[("main.py", &source)]);
        let error = project.run(&[]).0.unwrap_err();
        let report = error.report().unwrap();
        assert_eq!(report.class, "limbeck.PlaceholderError", "{use_of_it}: {report:?}");
        assert!(report.message.contains(words), "{}", report.message);
        assert!(report.message.contains("module boto3"), "{}", report.message);
        assert!(report.message.contains("main.py\", line 2"), "{}", report.message);
        assert!(report.message.contains("--url"), "{}", report.message);
    }
}

#[test]
fn an_enumeration_may_take_its_values_from_one() {
    let project = Project::new(
        "enumeration",
        &[(
            "main.py",
            r#"
import enum
from missing_texts import _

class Kind(enum.Enum):
    ASK = _("Ask")
    TELL = "tell"
    THANK = _("Thank")

def main(): return [kind.name for kind in Kind]
"#,
        )],
    );
    assert_eq!(project.run(&[]).0.unwrap(), json!(["ASK", "TELL", "THANK"]));
}

#[test]
fn an_import_that_may_fail_fails() {
    let project = Project::new(
        "guarded",
        &[(
            "main.py",
            r#"
import importlib.util
seen = []
try:
    import missing_one
except ImportError as error:
    seen.append(str(error))
try:
    from missing_two import x
except Exception as error:
    seen.append(type(error).__name__)
seen.append(importlib.util.find_spec("missing_three"))
def main(): return seen
"#,
        )],
    );
    let (result, placeholders) = project.run(&[]);
    let expected = json!(["No module named 'missing_one'", "ModuleNotFoundError", null]);
    assert_eq!(result.unwrap(), expected);
    assert_eq!(placeholders, []);
}

#[test]
fn what_the_project_lacks_itself_is_a_real_error() {
    let main = "import app.models\nimport app.missing\ndef main(): return 1\n";
    let project = Project::new(
        "own",
        &[("main.py", main), ("src/app/__init__.py", ""), ("src/app/models.py", "x = 1")],
    );
    let error = project.run(&["src"]).0.unwrap_err();
    let report = error.report().unwrap();
    assert_eq!(report.class, "ModuleNotFoundError");
    assert_eq!(report.message, "No module named 'app.missing'");
    assert_eq!(report.location.as_ref().map(|(_, line)| *line), Some(2));
}

#[test]
fn the_standard_library_is_never_stood_for() {
    let project =
        Project::new("standard", &[("main.py", "import os.nothing\ndef main(): return 1\n")]);
    let error = project.run(&[]).0.unwrap_err();
    assert_eq!(error.report().unwrap().class, "ModuleNotFoundError");
}

#[test]
fn a_standard_module_that_cannot_work_is_stood_for() {
    let source = "import ssl\ncontext = ssl.create_default_context()\ndef main(): return 1\n";
    let project = Project::new("ssl", &[("main.py", source)]);
    let (result, placeholders) = project.run(&[]);
    assert_eq!(result.unwrap(), json!(1));
    assert_eq!(placeholders[0].module, "ssl");
}

#[test]
fn an_installed_package_that_fails_is_stood_for() {
    let project = Project::new(
        "installed",
        &[
            ("main.py", "import native, pure\ndef main(): return pure.x\n"),
            ("lib/site-packages/native/__init__.py", "from . import _speedups\n"),
            ("lib/site-packages/pure.py", "x = 3\n"),
        ],
    );
    let (result, placeholders) = project.run(&["lib/site-packages"]);
    assert_eq!(result.unwrap(), json!(3));
    assert_eq!(placeholders.len(), 1);
    assert_eq!(placeholders[0].module, "native");
}

#[test]
fn an_installed_package_goes_on_without_another_that_fails() {
    let wrapping = "import plain, native\nfrom native.deep import thing\nx = plain.x\n\
        def speed(): return native.speed()\n";
    let trying = "try:\n    import native\nexcept ImportError:\n    native = None\n";
    let project = Project::new(
        "nested",
        &[
            (
                "main.py",
                "import trying, wrapping, broken\n\
                 def main(): return [wrapping.x, trying.native, type(broken).__name__]\n",
            ),
            ("lib/site-packages/wrapping.py", wrapping),
            ("lib/site-packages/trying.py", trying),
            ("lib/site-packages/plain.py", "x = 3\n"),
            ("lib/site-packages/broken.py", "import native\nx = 1 + native.one\n"),
            ("lib/site-packages/native/__init__.py", "from . import _speedups\n"),
        ],
    );
    let (result, placeholders) = project.run(&["lib/site-packages"]);
    assert_eq!(result.unwrap(), json!([3, null, "Placeholder"]));
    let names: Vec<_> = placeholders.iter().map(|import| &*import.module).collect();
    assert_eq!(names, ["native", "native.deep", "broken"]);
}

#[test]
fn finders_that_a_package_adds_find_what_they_have_and_hide_nothing() {
    let adding = r#"
import sys
from importlib.machinery import ModuleSpec

class Finder:
    def find_spec(self, fullname, path=None, target=None):
        return ModuleSpec(fullname, self) if fullname == "virtual" else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.x = 4

sys.meta_path.append(Finder())
"#;
    let project = Project::new(
        "finders",
        &[
            (
                "main.py",
                "import adding, plain, virtual, missing\n\
                 def main(): return [plain.x, virtual.x, type(missing).__name__]\n",
            ),
            ("lib/site-packages/adding.py", adding),
            ("lib/site-packages/plain.py", "x = 3\n"),
        ],
    );
    let (result, _) = project.run(&["lib/site-packages"]);
    assert_eq!(result.unwrap(), json!([3, 4, "Placeholder"]));
}

#[test]
fn a_folder_of_the_same_name_does_not_shadow_ours() {
    let main = "import sys\nsys.path.insert(0, sys.path[0])\nimport sqlalchemy\n\
        def main(): return getattr(sqlalchemy, 'shadow', False)\n";
    let project = Project::new(
        "shadow",
        &[("main.py", main), ("sqlalchemy/__init__.py", "shadow = True"), ("os.py", "boom")],
    );
    assert_eq!(project.run(&["."]).0.unwrap(), json!(false));
}

/// Modules of a project that need something which is not there, and what `main()` sees of each.
#[test]
fn a_module_of_the_project_that_needs_one_is_stood_for() {
    for (name, module) in [
        ("truth", "import redis\nif redis.debug: pass\n"),
        (
            "a metaclass",
            "import redis\nclass A(redis.Base): pass\nA.x()\nclass B(type(3), 4): pass\n",
        ),
        ("an odd value", "import redis\nx = {}[redis.key]\n"),
        ("an attribute of ours", "import sqlalchemy.nothing\nsqlalchemy.nothing_at_all\n"),
        ("a module below", "from app.lower import limit\nx = limit + 1\n"),
    ] {
        let files = [
            (
                "main.py",
                "from app import upper\nfrom app.sound import x\ndef main():\n    return [type(upper).__name__, x]\n",
            ),
            ("app/__init__.py", ""),
            ("app/lower.py", "import redis\nlimit = redis.limit\n"),
            ("app/sound.py", "x = 1\n"),
            ("app/upper.py", module),
        ];
        let (result, placeholders) = Project::new("upper", &files).run(&["."]);
        assert_eq!(
            result.unwrap_or_else(|e| panic!("{name}: {e}")),
            json!(["Placeholder", 1]),
            "{name}"
        );
        assert!(placeholders.iter().any(|import| import.module == "app.upper"), "{name}");
    }
}

#[test]
fn the_error_of_a_module_that_was_stood_for_is_told_where_it_matters() {
    let project = Project::new(
        "cause",
        &[
            ("main.py", "from settings import url\ndef main(): return f'{url}'\n"),
            ("settings.py", "import vault\nurl = 'sqlite:///' + vault.file\n"),
        ],
    );
    let error = project.run(&["."]).0.unwrap_err();
    let text = &error.report().unwrap().traceback;
    assert!(text.contains("settings.py\", line 2"), "{text}");
    assert!(text.contains("the module vault, imported in"), "{text}");
}

#[test]
fn a_module_of_the_project_that_is_wrong_itself_is_a_real_error() {
    for (module, class) in [
        ("1 / 0\n", "ZeroDivisionError"),
        ("import json\njson.nothing\n", "AttributeError"),
        ("from json import nothing\n", "ImportError"),
        ("import app.missing\n", "ModuleNotFoundError"),
        ("def f(:\n", "SyntaxError"),
        (
            "import redis\nfrom pydantic_settings import BaseSettings\n\
             class S(BaseSettings):\n    secret_key: str\nS()\n",
            "pydantic_core._pydantic_core.ValidationError",
        ),
    ] {
        let files = [
            ("main.py", "import app.wrong\ndef main(): return 1\n"),
            ("app/__init__.py", ""),
            ("app/wrong.py", module),
        ];
        let error = Project::new("wrong", &files).run(&["."]).0.unwrap_err();
        assert_eq!(error.report().unwrap().class, class, "{module}");
    }
}

#[test]
fn a_name_that_ours_lack_is_stood_for_and_no_more() {
    let models = "from sqlalchemy.sql.base import SyntaxExtension, Executable\n\
                  from sqlalchemy.orm.interfaces import CriteriaOption\n\
                  class Option(SyntaxExtension): pass\nx = Executable.__name__\n";
    let main =
        "import models\ndef main(): return [models.x, type(models.CriteriaOption).__name__]\n";
    let (result, placeholders) =
        Project::new("names", &[("main.py", main), ("models.py", models)]).run(&["."]);
    assert_eq!(result.unwrap(), json!(["Executable", "Placeholder"]));
    let seen: Vec<_> = placeholders.iter().map(|import| &*import.module).collect();
    assert!(seen.contains(&"sqlalchemy.sql.base.SyntaxExtension"), "{seen:?}");
    let in_script = "from sqlalchemy.sql.base import Executible\ndef main(): return 1\n";
    let error = Project::new("typo", &[("main.py", in_script)]).run(&["."]).0.unwrap_err();
    assert_eq!(error.report().unwrap().class, "ImportError");
}

#[test]
fn bases_that_are_missing_and_bases_that_are_there_go_together() {
    let main = r#"
from abc import ABC
import advanced
from pydantic import BaseModel
from pydantic._internal._model_construction import ModelMetaclass
from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base

class Stamped(advanced.Mixin):
    pass

class Shape(BaseModel, ABC):
    sides: int

class Both(Stamped, Shape):
    pass

class Counting(ModelMetaclass):
    def __call__(cls, *args, **kwargs):
        return super().__call__(*args, **kwargs)

class Counted(BaseModel, metaclass=Counting):
    x: int = 3

Base = declarative_base(cls=Stamped)

class User(Base):
    __tablename__ = "user"
    id = Column(Integer, primary_key=True)

def main():
    return [Shape(sides=3).sides, Counted().x, list(Base.metadata.tables), Both.__name__]
"#;
    let (result, _) = Project::new("bases", &[("main.py", main)]).run(&["."]);
    assert_eq!(result.unwrap(), json!([3, 3, ["user"], "Both"]));
}

#[test]
fn classes_and_metaclasses_below_a_missing_one_are_made() {
    let main = r#"
import abc
from absent import Base, Meta

class A(Base): pass
class B(A): pass
class C(B, abc.ABC): pass
class D(A, metaclass=type): pass
class E(C, D): pass

class Made(Meta):
    def __new__(mcs, name, bases, body):
        return super().__new__(mcs, name, bases, {**body, "made": True})

class F(metaclass=Made): pass
class G(A, metaclass=Made): pass

def main():
    return [issubclass(E, A), F.made, F().made, G.made, isinstance(G(), A)]
"#;
    let (result, _) = Project::new("metaclasses", &[("main.py", main)]).run(&[]);
    assert_eq!(result.unwrap(), json!([true, true, true, true, true]));
}

/// Packages with a part in C often have its annotations in a folder of its name.
#[test]
fn an_extension_module_goes_before_a_folder_without_code() {
    let main = r#"
from pkg import part
from pkg._c import made

try:
    import pkg._d
    found = True
except ImportError:
    found = False

def main():
    return [part.name == "placeholder", type(made).__name__, found]
"#;
    let files = [
        ("main.py", main),
        ("x-packages/pkg/__init__.py", ""),
        ("x-packages/pkg/part.py", "from ._c import thing\nname = type(thing).__name__.lower()\n"),
        ("x-packages/pkg/_c/thing.pyi", ""),
        ("x-packages/pkg/_c.abi3.so", ""),
        ("x-packages/pkg/_d/thing.pyi", ""),
        ("x-packages/pkg/_d.so", ""),
    ];
    let (result, _) = Project::new("extension", &files).run(&["x-packages"]);
    assert_eq!(result.unwrap(), json!([true, "Placeholder", false]));
}

/// As requests does with pyOpenSSL: what a package can do without is not there where it needs an
/// extension module, and what registers a class of one with an ABC is there.
#[test]
fn a_package_does_without_what_it_can_do_without() {
    let abstract_ = r#"
import abc
from ._c import kinds

class Kind(abc.ABC):
    pass

made = Kind.register(kinds.Kind)
load = kinds.keys.load
"#;
    let client = r#"
from . import abstract
try:
    from . import needing
    has_it = True
except ImportError:
    has_it = False
"#;
    let files = [
        (
            "main.py",
            "from pkg import client\ndef main(): return [client.has_it, client.abstract.load is None]\n",
        ),
        ("x-packages/pkg/__init__.py", ""),
        ("x-packages/pkg/_c.abi3.so", ""),
        ("x-packages/pkg/_c/thing.pyi", ""),
        ("x-packages/pkg/abstract.py", abstract_),
        ("x-packages/pkg/client.py", client),
        ("x-packages/pkg/needing.py", "from ._c import flags\nmask = flags.A + flags.B\n"),
    ];
    let (result, _) = Project::new("optional", &files).run(&["x-packages"]);
    assert_eq!(result.unwrap(), json!([false, false]));
}
