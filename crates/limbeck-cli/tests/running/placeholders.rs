//! Modules that are not installed: harmless while nothing depends on them, else an error that
//! names them and the line.

use super::project::{Project, table};

/// An env.py that begins with `preamble` and opens `connection` by `open`.
fn env_py(preamble: &str, open: &str) -> String {
    format!(
        "from alembic import context\nimport sqlalchemy as sa\n{preamble}\n\
         with {open} as connection:\n    context.configure(connection=connection)\n    \
         with context.begin_transaction():\n        context.run_migrations()\n"
    )
}

const OPEN: &str = "sa.create_engine('sqlite:///app.db').connect()";

#[test]
fn imports_for_nothing_are_harmless_and_named_on_request() {
    let project = Project::on_sqlite().with_two_revisions();
    let preamble = "import structlog\nfrom fastapi import FastAPI, Depends\nfrom app.db import Base\n\
                    from app.settings import settings\n\
                    log = structlog.get_logger(__name__)\nlog.info('begins')\napp = FastAPI()\n\
                    @app.get('/')\ndef root(session=Depends(Base)): pass\n\
                    class Model(Base):\n    __tablename__ = 'x'\n    id = sa.Column(Base.Kind())\n\
                    target_metadata = Base.metadata";
    project.file("migrations/env.py", &env_py(preamble, OPEN));
    let quiet = project.expect(&["upgrade", "a1"], 0);
    assert!(!quiet.stderr.contains("placeholder"), "{}", quiet.stderr);
    for command in
        [&["upgrade", "head", "-v"][..], &["downgrade", "-1", "-v"], &["stamp", "b2", "-v"]]
    {
        let lines = project.expect(command, 0).stderr;
        let env = project.path().canonicalize().expect("a folder").join("migrations/env.py");
        for (module, line) in
            [("structlog", 3), ("fastapi", 4), ("app", 5), ("app.db", 5), ("app.settings", 6)]
        {
            let expected = format!("placeholder: {module}, imported in {}:{line}\n", env.display());
            assert!(lines.contains(&expected), "no {expected} in {lines}");
        }
    }
    assert_eq!(project.current(), "b2 (head)\n");
}

#[test]
fn an_env_py_that_depends_on_one() {
    let project = Project::on_sqlite().with_two_revisions();
    for (preamble, open) in [
        ("from app.db import engine", "engine.connect()"),
        ("from app.core import settings", "sa.create_engine(settings.url).connect()"),
        ("from app.core import settings", "sa.create_engine(str(settings.url)).connect()"),
        (
            "from app.core import settings",
            "sa.create_engine(f'sqlite:///{settings.file}').connect()",
        ),
        (
            "from app.core import get\ncontext.config.set_main_option('sqlalchemy.url', get().url)",
            OPEN,
        ),
        ("from app.core import url\nif url.startswith('x'): pass", OPEN),
    ] {
        project.file("migrations/env.py", &env_py(preamble, open));
        let seen = project.expect(&["upgrade", "head"], 1);
        let expected = "the module app, imported in";
        assert!(seen.stderr.contains(expected), "{preamble}; {open}: {}", seen.stderr);
        assert!(seen.stderr.contains("env.py\", line 3"), "{}", seen.stderr);
        assert!(seen.stderr.contains("--url"), "{}", seen.stderr);
        // The way out that the error names.
        project.expect(&["--url", "sqlite:///app.db", "upgrade", "head"], 0);
        project.expect(&["--url", "sqlite:///app.db", "downgrade", "base"], 0);
    }
}

#[test]
fn metadata_that_is_missing_matters_only_for_a_naming_convention() {
    let project = Project::on_sqlite().with_two_revisions();
    let env = env_py("from app.db import Base", OPEN)
        .replace("connection=connection", "connection=connection, target_metadata=Base.metadata");
    project.file("migrations/env.py", &env);
    project.expect(&["upgrade", "a1"], 0);
    project
        .file("app/db.py", "import flask_sqlalchemy\nBase = flask_sqlalchemy.SQLAlchemy().Model\n");
    project.expect(&["upgrade", "head"], 0);
    project.expect(&["downgrade", "base"], 0);
    let with_convention = "import flask_sqlalchemy\nnaming_convention = {'pk': 'pk_%(table_name)s'}\n\
                           Base = flask_sqlalchemy.SQLAlchemy(naming_convention).Model\n";
    project.file("app/db.py", with_convention);
    let seen = project.expect(&["upgrade", "head"], 1);
    for says in ["for its naming convention", "db.py:2", "the module flask_sqlalchemy"] {
        assert!(seen.stderr.contains(says), "{}", seen.stderr);
    }
}

#[test]
fn a_step_that_depends_on_one() {
    let project = Project::on_sqlite();
    let head = "from lib import Base, Kind, helper, value\n";
    for statement in [
        "op.add_column(\"t_a1\", sa.Column(\"b\", Kind()))",
        "op.add_column(\"t_a1\", sa.Column(\"b\", Kind))",
        "op.add_column(\"t_a1\", sa.Column(\"b\", Mine()))",
        "op.add_column(\"t_a1\", sa.Column(\"b\", sa.Enum(value)))",
        "op.add_column(\"t_a1\", sa.Column(\"b\", sa.String(value)))",
        "op.add_column(\"t_a1\", sa.Column(\"b\", sa.Text, server_default=value))",
        "op.add_column(value, sa.Column(\"b\", sa.Text))",
        "op.create_table(\"t_b\", sa.Column(\"id\", Kind, primary_key=True))",
        "op.create_table(\"t_b\", sa.Column(\"id\", sa.Integer), value)",
        "op.alter_column(\"t_a1\", \"id\", new_column_name=value)",
        "op.drop_table(value)",
        "op.create_index(value, \"t_a1\", [\"id\"])",
        "op.execute(value)",
        "op.execute(sa.text(value))",
        "op.execute(f\"DROP TABLE {value}\")",
        "op.execute(sa.table(\"t_a1\", sa.column(\"id\")).insert().values(id=value))",
        "op.bulk_insert(sa.table(\"t_a1\", sa.column(\"id\")), [{\"id\": value}])",
        "op.get_bind().execute(sa.text(\"DELETE FROM t_a1 WHERE id = :id\"), {\"id\": value})",
        "T.create(op.get_bind())",
        "Base.metadata.create_all(op.get_bind())",
        "helper(op)",
        "M.__table__.create(op.get_bind())",
        "M.metadata.create_all(op.get_bind())",
        "Before.__table__.create(op.get_bind())",
        "After.__table__.create(op.get_bind())",
        "After.metadata.create_all(op.get_bind())",
        "op.get_bind().execute(sa.schema.CreateTable(After.__table__))",
        "op.execute(M.__table__.insert())",
        "op.execute(sa.insert(M).values(id=1))",
        "op.bulk_insert(M, [{\"id\": 1}])",
        "Session(op.get_bind()).add(M(id=1))",
        "Session(op.get_bind()).add(Before(id=1))",
        "Session(op.get_bind()).query(M).all()",
        "op.create_index(\"ix\", \"t_a1\", [value])",
        "op.create_check_constraint(\"ck\", \"t_a1\", value)",
        "op.create_table(\"t_b\", sa.Column(\"id\", sa.Integer), sa.CheckConstraint(value))",
        "op.create_table(\"t_b\", sa.Column(\"id\", sa.Integer), sa.UniqueConstraint(value))",
        "op.create_table(\"t_b\", sa.Column(\"id\", sa.Integer, sa.ForeignKey(value)))",
        "op.create_table(\"t_b\", sa.Column(value, sa.Integer))",
        "op.create_table(\"t_b\", sa.Column(\"id\", sa.Integer), **value)",
        "op.create_unique_constraint(\"u\", \"t_a1\", [value])",
        "op.create_exclude_constraint(\"e\", \"t_a1\", (value, \"=\"))",
        "op.alter_column(\"t_a1\", \"id\", server_default=value)",
        "with op.batch_alter_table(\"t_a1\", recreate=value) as b: b.drop_column(\"id\")",
        "with op.batch_alter_table(\"t_a1\") as b: b.create_index(\"c\", [value])",
        "op.execute(sa.select(sa.column(\"a\")).where(value == 1))",
        "op.execute(sa.table(\"t_a1\").delete().where(value.id != 1))",
        "op.bulk_insert(sa.table(\"t_a1\", sa.column(\"id\")), value)",
        "sa.Index(\"ix\", value).create(op.get_bind())",
        "if value == 1: pass",
        "if value.flag: pass",
        "for row in value: pass",
    ] {
        project.script("a1", None, &format!("{}\n{statement}", table("a1")));
        let file = "migrations/versions/a1.py";
        let text = std::fs::read_to_string(project.path().join(file)).expect("the script");
        let rest = "class Mine(Kind): pass\nT = sa.Table(\"x\", sa.MetaData(), sa.Column(\"a\", Kind))\n\
             from sqlalchemy.orm import DeclarativeBase, Session\n\
             class B(DeclarativeBase): pass\n\
             class M(Base):\n    __tablename__ = 'm'\n    id = sa.Column(sa.Integer, primary_key=True)\n\
             class Before(value, B):\n    __tablename__ = 'before'\n\
             class After(B, value):\n    __tablename__ = 'after'\n\
             \x20   id = sa.Column(sa.Integer, primary_key=True)\n";
        project.file(file, &text.replacen("\nrevision", &format!("{head}{rest}\nrevision"), 1));
        let seen = project.expect(&["upgrade", "head"], 1);
        let says = ["limbeck.PlaceholderError: ", "the module lib, imported in", "a1.py\", line 4"];
        for part in says {
            assert!(seen.stderr.contains(part), "{statement}: no {part:?}\n{}", seen.stderr);
        }
        assert_eq!(project.tables(), ["alembic_version"], "{statement}");
    }
    project.script("a1", None, &format!("{head}value.log.warning(\"x\")\n{}", table("a1")));
    project.expect(&["upgrade", "head"], 0);
}

#[test]
fn an_import_that_the_project_guards_fails_as_in_python() {
    let project = Project::on_sqlite();
    let script = "try:\n    import uvloop\n    found = True\nexcept ImportError:\n    found = False\n\
                  assert not found";
    project.script("a1", None, &format!("{script}\n{}", table("a1")));
    project.expect(&["upgrade", "head"], 0);
}

/// An env.py whose `target_metadata` is the metadata of `models.Base`.
const COMPARING: &str = "from alembic import context\nimport sqlalchemy as sa\nfrom models import Base\n\
    with sa.create_engine('sqlite:///app.db').connect() as connection:\n    \
    context.configure(connection=connection, target_metadata=Base.metadata)\n    \
    with context.begin_transaction():\n        context.run_migrations()\n";

const BASE: &str = "import sqlalchemy as sa\nfrom sqlalchemy.orm import DeclarativeBase\n\n\
    class Base(DeclarativeBase): pass\n\n";

#[test]
fn models_that_depend_on_one_are_not_compared() {
    for (model, expected) in [
        (
            "class A(Missing, Base):\n    __tablename__ = 'a'\n    id = sa.Column(sa.Integer, primary_key=True)",
            "as a base of the model A",
        ),
        (
            "class A(Missing):\n    __tablename__ = 'a'\n    id = sa.Column(sa.Integer, primary_key=True)",
            "as a base of the model A",
        ),
        (
            "class A(Base):\n    __tablename__ = 'a'\n    id = sa.Column(sa.Integer, primary_key=True)\n    b = sa.Column(Missing())",
            "Missing",
        ),
        (
            "class A(Base):\n    __tablename__ = 'a'\n    id = sa.Column(sa.Integer, primary_key=True)\n    b = sa.Column(sa.Integer, server_default=Missing.now)",
            "Missing",
        ),
        ("Base = Missing", "absent.db.Missing"),
    ] {
        let project = Project::on_sqlite();
        project.file("models.py", &format!("from absent.db import Missing\n{BASE}{model}\n"));
        project.file("migrations/env.py", COMPARING);
        for command in [&["check"][..], &["diff"], &["revision", "--autogenerate", "-m", "x"]] {
            let seen = project.expect(command, 1);
            assert!(seen.stderr.contains(expected), "{model}: {}", seen.stderr);
            assert!(seen.stderr.contains("the module absent"), "{model}: {}", seen.stderr);
        }
    }
}

#[test]
fn imports_of_models_for_nothing_are_harmless() {
    let project = Project::on_sqlite();
    let model = "class A(Base):\n    __tablename__ = 'a'\n    id = sa.Column(sa.Integer, primary_key=True, default=Missing.new)\n\
                 class Schema(Missing):\n    name: str\n";
    project.file("models.py", &format!("from absent.db import Missing\n{BASE}{model}\n"));
    project.file("migrations/env.py", COMPARING);
    assert!(project.expect(&["check"], 255).stdout.contains("\nadd table a (id)\n"));
}

/// Modules that cannot be loaded, with whether they, or what they would import, may hold models.
#[test]
fn a_module_that_cannot_be_loaded_and_may_hold_models_ends_a_comparison() {
    const FAILS: &str = "from absent import thing\nif thing > 3: pass\n";
    for (is_hidden, file, rest) in [
        (true, "more.py", "from models import Base\nclass A(Base):\n    __tablename__ = 'a'\n"),
        (true, "more.py", "from models import Base\nclass A(Base):\n    pass\n"),
        (true, "more.py", "import models\nclass A(models.Base):\n    pass\n"),
        (true, "more.py", "import sqlalchemy as sa\nt = sa.Table('t', sa.MetaData())\n"),
        (true, "more.py", "from sqlmodel import SQLModel\nclass A(SQLModel, table=True): pass\n"),
        (true, "more.py", "def made(db):\n    return db.Column(db.Integer)\n"),
        (true, "more.py", "import rest\n"),
        (true, "more/__init__.py", "from . import rest\n"),
        (true, "more/__init__.py", "if thing:\n    from more.rest import *\n"),
        (false, "more.py", "from models import Base\nclass A(thing): pass\n"),
        (false, "more.py", "from rich import Table\nt = Table('title')\n"),
        (false, "more.py", "def later():\n    import rest\n"),
        (
            false,
            "more.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import rest\n",
        ),
        (false, "x-packages/more.py", "def made(db):\n    return db.Column(db.Integer)\n"),
        (true, "x-packages/more.py", "t = thing.db.Table('t')\n"),
    ] {
        let project = Project::on_sqlite();
        project.file("models.py", BASE);
        project.file(file, &format!("{FAILS}{rest}"));
        for part in ["rest.py", "more/rest.py"] {
            project.file(part, "class A:\n    __tablename__ = 'a'\n");
        }
        let folder = project.path().join("x-packages");
        let preamble = format!("import sys; sys.path.append({folder:?}); import more");
        let env = COMPARING.replace("from models", &format!("{preamble}\nfrom models"));
        project.file("migrations/env.py", &env);
        let seen = project.expect(&["check"], if is_hidden { 1 } else { 0 });
        let says = "the module more, imported in";
        assert_eq!(seen.stderr.contains(says), is_hidden, "{file}: {rest}{}", seen.stderr);
    }
}
