//! What a full comparison sees beyond Alembic's, from the models to the migrated database.

use super::project::Project;

const ENV_PY: &str = r#"
from alembic import context
from sqlalchemy import engine_from_config, pool
from models import metadata

section = context.config.get_section(context.config.config_ini_section, {})
engine = engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, OPTIONS)
    with context.begin_transaction():
        context.run_migrations()
"#;

const TEMPLATE: &str = "\"\"\"${message}\"\"\"\nfrom alembic import op\nimport sqlalchemy as sa\n\
    ${imports if imports else \"\"}\n\nrevision = ${repr(up_revision)}\n\
    down_revision = ${repr(down_revision)}\n\n\ndef upgrade():\n    ${upgrades}\n\n\n\
    def downgrade():\n    ${downgrades}\n";

/// Models that Alembic's comparison finds nothing of beside `BEFORE`.
const AFTER: &str = r#"
import sqlalchemy as sa
metadata = sa.MetaData()
sa.Table(
    "t", metadata, sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("amount", sa.Integer, nullable=False, server_default="5"),
    sa.CheckConstraint("amount > 0 and amount < 100", name="ck_amount"),
    sa.Index("ix_big", "amount", postgresql_where=sa.text("amount > 50"), sqlite_where=sa.text("amount > 50")),
)
"#;

const BEFORE: &str = r#"
import sqlalchemy as sa
metadata = sa.MetaData()
sa.Table(
    "t", metadata, sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("amount", sa.Integer, nullable=False, server_default="4"),
    sa.CheckConstraint("amount > 0", name="ck_amount"),
    sa.Index("ix_big", "amount", postgresql_where=sa.text("amount > 40"), sqlite_where=sa.text("amount > 40")),
)
"#;

const NOTHING: &str = "No new upgrade operations detected.\n";

const HOOKS: &str = "render_as_batch=True, include_object=lambda *given: True, \
    include_name=lambda *given: True, process_revision_directives=lambda *given: None";

fn check(project: &Project, options: &str) {
    project.file("migrations/env.py", &ENV_PY.replace("OPTIONS", options));
    project.file("migrations/script.py.mako", TEMPLATE);
    project.file("migrations/versions/readme", "revisions");
    project.file("models.py", BEFORE);
    let generate = ["revision", "--autogenerate", "--full", "-m", "x"];
    project.expect(&generate, 0);
    project.expect(&["upgrade", "head"], 0);
    assert_eq!(project.expect(&["check", "--full"], 0).stdout, NOTHING);

    project.file("models.py", AFTER);
    assert_eq!(project.expect(&["check"], 0).stdout, NOTHING);
    let found = project.expect(&["check", "--full"], 255).stdout;
    let first = "FAILED: New upgrade operations detected: [";
    assert!(found.starts_with(first), "{found}");
    for line in ["drop index ix_big on t", "add check constraint ck_amount on t", "t.amount"] {
        assert!(found.contains(line), "no {line} in {found}");
    }
    assert_eq!(project.expect(&["diff"], 0).stdout, NOTHING);
    assert!(project.expect(&["diff", "--full"], 0).stdout.contains("100"));

    // Asked for once and for all by the configuration.
    let ini = std::fs::read_to_string(project.path().join("alembic.ini")).expect("alembic.ini");
    let full = ini.replacen("[alembic]\n", "[alembic]\ncompare = full\n", 1);
    project.file("alembic.ini", &full);
    project.expect(&["check"], 255);
    project.expect(&["revision", "--autogenerate", "-m", "y"], 0);
    project.expect(&["upgrade", "head"], 0);
    assert_eq!(project.expect(&["check"], 0).stdout, NOTHING);
    project.expect(&["downgrade", "-1"], 0);
    let scripts = project.path().join("migrations/versions");
    for entry in std::fs::read_dir(&scripts).expect("the scripts") {
        let path = entry.expect("a script").path();
        if path.to_string_lossy().ends_with("_y.py") {
            std::fs::remove_file(path).expect("the second script");
        }
    }
    project.file("models.py", BEFORE);
    assert_eq!(project.expect(&["check"], 0).stdout, NOTHING);
    project.file("alembic.ini", &ini);
}

/// What `diff` prints ends the differences, and loses no row.
fn check_statements(project: &Project, options: &str) {
    project.file("migrations/env.py", &ENV_PY.replace("OPTIONS", options));
    project.file("migrations/script.py.mako", TEMPLATE);
    project.file("migrations/versions/readme", "revisions");
    project.file("models.py", BEFORE);
    project.expect(&["revision", "--autogenerate", "--full", "-m", "x"], 0);
    project.expect(&["upgrade", "head"], 0);
    project.sql(&["INSERT INTO t (id, amount) VALUES (1, 5)"]);
    project.file("models.py", AFTER);
    let printed = project.expect(&["diff", "--full"], 0).stdout;
    let checked = project.expect(&["check", "--full", "--sql"], 255).stdout;
    for statement in printed.split("\n\n").skip(1) {
        assert!(checked.contains(statement.trim()), "{statement} is not in {checked}");
    }
    project.sql(&[&printed]);
    assert_eq!(project.expect(&["check", "--full"], 0).stdout, NOTHING);
    // Without the first row there is nothing to divide by.
    project.sql(&["INSERT INTO t (id, amount) SELECT 2, 1 / count(*) + 6 FROM t"]);
}

#[test]
fn the_statements_that_are_printed_end_the_differences() {
    check_statements(&Project::on_sqlite(), "render_as_batch=True");
    check_statements(&Project::on_postgresql(), "");
}

#[test]
fn a_full_comparison_sees_and_settles_more_on_sqlite() {
    check(&Project::on_sqlite(), "render_as_batch=True");
    check(&Project::on_sqlite(), HOOKS);
}

#[test]
fn a_full_comparison_sees_and_settles_more_on_postgresql() {
    check(&Project::on_postgresql(), "");
    check(&Project::on_postgresql(), &HOOKS.replace("render_as_batch=True, ", ""));
}

const INTERVALS: &str = r#"
import sqlalchemy as sa
metadata = sa.MetaData()
sa.Table(
    "t", metadata, sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("age", sa.Interval(second_precision=3)), sa.Column("late", sa.Interval(native=False)),
    sa.Column("spans", sa.ARRAY(sa.Interval(second_precision=2))),
)
"#;

/// SQLAlchemy's `repr`, which scripts have from Alembic, leaves these arguments out.
#[test]
fn an_interval_is_written_with_its_precision() {
    for options in ["", &HOOKS.replace("render_as_batch=True, ", "")] {
        let project = Project::on_postgresql();
        project.file("migrations/env.py", &ENV_PY.replace("OPTIONS", options));
        project.file("migrations/script.py.mako", TEMPLATE);
        project.file("migrations/versions/readme", "revisions");
        project.file("models.py", INTERVALS);
        project.expect(&["revision", "--autogenerate", "--full", "-m", "x"], 0);
        project.expect(&["upgrade", "head"], 0);
        assert_eq!(project.expect(&["check", "--full"], 0).stdout, NOTHING);
        project.file("models.py", &INTERVALS.replace("precision=3", "precision=4"));
        project.expect(&["revision", "--autogenerate", "--full", "-m", "y"], 0);
        project.expect(&["upgrade", "head"], 0);
        assert_eq!(project.expect(&["check", "--full"], 0).stdout, NOTHING);
    }
}

const OPTIONS_BEFORE: &str = r#"
import sqlalchemy as sa
metadata = sa.MetaData()
sa.Table("p", metadata, sa.Column("id", sa.Integer, primary_key=True))
sa.Table(
    "t", metadata, sa.Column("id", sa.Integer, sa.Identity(start=5), primary_key=True),
    sa.Column("plain", sa.Integer, nullable=False), sa.Column("counted", sa.Integer, sa.Identity(), nullable=False),
    sa.Column("kind", sa.Enum("a", "b", name="kind", native_enum=False, create_constraint=True)),
    sa.Column("p_id", sa.ForeignKey("p.id")), sa.Column("n", sa.Integer),
    sa.Column("m", sa.Integer, sa.Computed("n * 2", persisted=True), index=True),
)
"#;

const OPTIONS_AFTER: &str = r#"
import sqlalchemy as sa
metadata = sa.MetaData()
sa.Table(
    "t", metadata, sa.Column("id", sa.Integer, sa.Identity(always=True, start=5, increment=3), primary_key=True),
    sa.Column("plain", sa.Integer, sa.Identity(cycle=True), nullable=False), sa.Column("counted", sa.Integer, nullable=False),
    sa.Column("kind", sa.Enum("a", "b", "longer", name="kind", native_enum=False, create_constraint=True)),
    sa.Column("size", sa.Enum("s", "m", name="size", native_enum=False, create_constraint=True)),
    sa.Column("p_id", sa.Integer), sa.Column("n", sa.BigInteger),
    sa.Column("m", sa.Integer, sa.Computed("n * 2", persisted=True), index=True),
)
"#;

/// At most of these changes Alembic's revision fails.
#[test]
fn a_script_has_what_its_statements_need_both_ways() {
    for options in ["", &HOOKS.replace("render_as_batch=True, ", "")] {
        let project = Project::on_postgresql();
        project.file("migrations/env.py", &ENV_PY.replace("OPTIONS", options));
        project.file("migrations/script.py.mako", TEMPLATE);
        project.file("migrations/versions/readme", "revisions");
        for (models, name) in [(OPTIONS_BEFORE, "x"), (OPTIONS_AFTER, "y")] {
            project.file("models.py", models);
            project.expect(&["revision", "--autogenerate", "--full", "-m", name], 0);
            project.expect(&["upgrade", "head"], 0);
            assert_eq!(project.expect(&["check", "--full"], 0).stdout, NOTHING);
        }
        project.expect(&["downgrade", "-1"], 0);
        project.expect(&["upgrade", "head"], 0);
        assert_eq!(project.expect(&["check", "--full"], 0).stdout, NOTHING);
    }
}

#[test]
fn only_a_comparison_can_be_full() {
    let project = Project::on_sqlite();
    let seen = project.expect(&["revision", "--full", "-m", "x"], 2);
    assert!(seen.stderr.contains("goes with it"), "{seen:?}");
    project.file("migrations/env.py", &ENV_PY.replace("OPTIONS", ""));
    project.file("models.py", BEFORE);
    let ini = std::fs::read_to_string(project.path().join("alembic.ini")).expect("alembic.ini");
    project.file("alembic.ini", &ini.replacen("[alembic]\n", "[alembic]\ncompare = all\n", 1));
    let seen = project.expect(&["check"], 1);
    assert!(seen.stderr.contains("expected \"alembic\" or \"full\""), "{seen:?}");
}

/// A role without the right to make a schema compares what needs none, and is told the rest.
#[test]
fn what_no_scratch_schema_can_settle_is_named_and_left_out() {
    let project = Project::on_postgresql();
    project.file("migrations/env.py", &ENV_PY.replace("OPTIONS", ""));
    project.file("models.py", AFTER);
    let role = format!("reader_{}", std::process::id());
    project.sql(&[
        "CREATE TABLE t (id serial PRIMARY KEY, amount integer DEFAULT 5 NOT NULL, \
         CONSTRAINT ck_amount CHECK (amount > 0 AND amount < 100))",
        "CREATE INDEX ix_big ON t (amount) WHERE amount > 50",
        "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)",
        &format!("DROP ROLE IF EXISTS {role}"),
        &format!("CREATE ROLE {role} LOGIN"),
        &format!("GRANT SELECT ON alembic_version TO {role}"),
    ]);
    let (server, database) = project.database().url.rsplit_once('/').expect("a URL");
    let (_, host) = server.rsplit_once('@').expect("a user");
    project.url(&format!("postgresql://{role}@{host}/{database}"));
    let seen = project.expect(&["check", "--full"], 0);
    assert!(seen.stderr.contains("Not compared"), "{seen:?}");
    assert!(seen.stderr.contains("permission denied"), "{seen:?}");
    project.sql(&[&format!("DROP OWNED BY {role}"), &format!("DROP ROLE {role}")]);
}

const OLD_NAMES: &str = r#"
import sqlalchemy as sa
metadata = sa.MetaData()
sa.Table("a", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("mail", sa.String(20), unique=True), sa.Column("n", sa.Integer))
sa.Table("b", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("a_id", sa.ForeignKey("a.id")))
"#;

const NEW_NAMES: &str = r#"
import sqlalchemy as sa
metadata = sa.MetaData()
sa.Table("people", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("email", sa.String(40), unique=True), sa.Column("n", sa.Integer))
sa.Table("b", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("a_id", sa.ForeignKey("people.id")))
"#;

fn check_renames(project: &Project, options: &str) {
    project.file("migrations/env.py", &ENV_PY.replace("OPTIONS", options));
    project.file("migrations/script.py.mako", TEMPLATE);
    project.file("migrations/versions/readme", "revisions");
    project.file("models.py", OLD_NAMES);
    project.expect(&["revision", "--autogenerate", "-m", "x"], 0);
    project.expect(&["upgrade", "head"], 0);
    project.sql(&["INSERT INTO a (id, mail, n) VALUES (1, 'kept', 5)"]);
    project.file("models.py", NEW_NAMES);
    let renames = ["--rename", "a=people", "--rename", "people.mail=people.email"];
    let found = project.expect(&[&["diff"], &renames[..]].concat(), 0).stdout;
    assert!(found.contains("-- rename table a to people\n"), "{found}");
    assert!(!found.contains("drop"), "{found}");
    let generate = ["revision", "--autogenerate", "--full", "-m", "y"];
    project.expect(&[&generate, &renames[..]].concat(), 0);
    project.expect(&["upgrade", "head"], 0);
    assert_eq!(project.expect(&["check", "--full"], 0).stdout, NOTHING);
    project.sql(&["UPDATE people SET n = 1 / (CASE WHEN email = 'kept' THEN 1 ELSE 0 END)"]);
    project.expect(&["downgrade", "-1"], 0);
    project.sql(&["UPDATE a SET n = 1 WHERE mail = 'kept'"]);
}

#[test]
fn what_is_renamed_on_request_keeps_its_rows() {
    check_renames(&Project::on_sqlite(), "render_as_batch=True");
    check_renames(&Project::on_postgresql(), "");
}

#[test]
fn what_looks_like_a_rename_is_said_and_what_is_none_refused() {
    let project = Project::on_sqlite();
    project.file("migrations/env.py", &ENV_PY.replace("OPTIONS", ""));
    project.file("migrations/script.py.mako", TEMPLATE);
    project.file("migrations/versions/readme", "revisions");
    project.file("models.py", &OLD_NAMES.replace("mail", "post"));
    project.sql(&[
        "CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, mail VARCHAR(20) UNIQUE, n INTEGER)",
        "CREATE TABLE b (id INTEGER NOT NULL PRIMARY KEY, a_id INTEGER REFERENCES a (id))",
    ]);
    let seen = project.expect(&["diff", "--rename", "a.nothing=b"], 255);
    assert!(seen.stdout.contains("no such table or column"), "{seen:?}");
    project.expect(&["diff", "--rename", "a"], 2);
    let seen = project.expect(&["revision", "--autogenerate", "--full", "--rev-id", "r1"], 0);
    assert_eq!(seen.status, Some(0));
    let path = project.path().join("migrations/versions/r1_.py");
    let script = std::fs::read_to_string(path).expect("the script");
    assert!(script.contains("generate it by --rename a.mail=post\n"), "{script}");
}

const ENTITIES: &str = r#"
from alembic_utils.pg_function import PGFunction
from alembic_utils.pg_trigger import PGTrigger
from alembic_utils.pg_view import PGView
from alembic_utils.replaceable_entity import register_entities

register_entities([
    PGView("public", "big", "SELECT id FROM t WHERE amount > 50"),
    PGFunction(
        "public", "f()", "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
    ),
    PGTrigger("public", "g", "AFTER DELETE ON t EXECUTE FUNCTION f()", on_entity="public.t"),
    PGTrigger("public", "h", "AFTER INSERT ON t EXECUTE FUNCTION f()", on_entity="public.t"),
])
"#;

/// A lock that lets nobody but readers in is held on every table while `check` runs.
#[test]
fn a_comparison_locks_no_table_beyond_reading() {
    let project = Project::on_postgresql();
    project.file("migrations/env.py", &ENV_PY.replace("OPTIONS", "compare_server_default=True"));
    project.file("models.py", &format!("{AFTER}{ENTITIES}"));
    project.sql(&[
        "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)",
        "CREATE TABLE t (id serial PRIMARY KEY, amount integer DEFAULT 4 NOT NULL, \
         CONSTRAINT ck_amount CHECK (amount > 0))",
        "CREATE INDEX ix_big ON t (amount) WHERE amount > 40",
        "CREATE VIEW big AS SELECT id FROM t WHERE amount > 40",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$",
        "CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f()",
    ]);
    let url = &project.database().url;
    let name = url.rsplit('/').next().expect("a database");
    project.sql(&[&format!("ALTER DATABASE {name} SET lock_timeout = '5s'")]);
    let mut client = postgres::Client::connect(url, postgres::NoTls).expect("connects");
    let mut held = client.transaction().expect("begins");
    held.batch_execute("LOCK TABLE t, alembic_version IN EXCLUSIVE MODE").expect("locks");
    let mut other = postgres::Client::connect(url, postgres::NoTls).expect("connects");
    let writes = other.batch_execute("LOCK TABLE t IN ROW SHARE MODE NOWAIT");
    assert!(writes.is_err(), "the lock keeps nobody out");
    for command in [&["check"][..], &["check", "--full"]] {
        let seen = project.expect(command, 255);
        for found in ["t.amount", "replace view public.big", "replace trigger g", "add trigger h"] {
            assert!(seen.stdout.contains(found), "no {found}: {seen:?}");
        }
        assert!(!seen.stderr.contains("Not compared"), "{seen:?}");
    }
    held.rollback().expect("lets go");
}
