//! `alembic.command` called by env.py and by scripts: a run within the run.

use super::project::Project;

const OTHER_ENV_PY: &str = r#"
from alembic import context
import sqlalchemy as sa

config = context.config

def run(connection):
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()

url = config.get_main_option("sqlalchemy.url")
if context.is_offline_mode():
    context.configure(url=url, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
elif "connection" in config.attributes:
    run(config.attributes["connection"])
else:
    with sa.create_engine(url).connect() as connection:
        run(connection)
"#;

const TEMPLATE: &str = "\"\"\"${message}\"\"\"\nrevision = ${repr(up_revision)}\n\
    down_revision = ${repr(down_revision)}\n\ndef upgrade():\n    pass\n\n\
    def downgrade():\n    pass\n";

/// A project with a second one beside it, which `other()` of a script configures.
fn two_projects() -> Project {
    let project = Project::on_sqlite();
    project.file("other.ini", "[alembic]\nscript_location = %(here)s/other\npath_separator = os\n");
    project.file("other/env.py", OTHER_ENV_PY);
    project.file("other/script.py.mako", TEMPLATE);
    for (id, parent) in [("o1", "None"), ("o2", "\"o1\"")] {
        let script = format!(
            "\"\"\"other {id}\"\"\"\nfrom alembic import op\nimport sqlalchemy as sa\n\
             revision = \"{id}\"\ndown_revision = {parent}\n\ndef upgrade():\n    \
             op.create_table(\"{id}\", sa.Column(\"id\", sa.Integer, primary_key=True))\n\n\
             def downgrade():\n    op.drop_table(\"{id}\")\n"
        );
        project.file(&format!("other/versions/{id}.py"), &script);
    }
    project
}

const OTHER: &str = "from alembic import command, context, util
from alembic.config import Config
from alembic.script import ScriptDirectory
import io
def other(**given):
    config = Config(\"other.ini\", **given)
    config.set_main_option(\"sqlalchemy.url\", \"sqlite:///other.db\")
    return config
";

/// Runs `upgrade head` with one script whose body is `body`, and gives what it prints.
fn printed(project: &Project, body: &str) -> String {
    project.script("a1", None, &format!("{OTHER}{body}"));
    project.expect(&["upgrade", "head"], 0).stdout
}

#[test]
fn a_script_migrates_another_database() {
    let project = two_projects();
    let body = "command.upgrade(other(), \"o1\")
command.current(other())
command.stamp(other(), \"head\")
command.current(other())
command.downgrade(other(), \"o1:base\", sql=True)
command.stamp(other(), [\"o1\"])
command.downgrade(other(), \"base\")
command.current(other())
print(context.config.config_file_name.rpartition(\"/\")[2], op.get_bind().engine.url)
op.create_table(\"after\", sa.Column(\"id\", sa.Integer))";
    let expected = "o1\no2 (head)\n-- Running downgrade o1 -> \n\nDROP TABLE o1;\n\n\
        DELETE FROM alembic_version WHERE alembic_version.version_num = 'o1';\n\n\
        alembic.ini sqlite:///app.db\n";
    assert_eq!(printed(&project, body), expected);
    assert_eq!(project.tables(), ["after", "alembic_version"]);
    assert_eq!(project.current(), "a1 (head)\n");
}

#[test]
fn output_goes_where_the_configuration_says() {
    let project = two_projects();
    let body = "out = io.StringIO()
command.heads(other(stdout=out))
command.history(other(stdout=out))
print(repr(out.getvalue()))
sql = io.StringIO()
command.upgrade(other(output_buffer=sql), \"o1:o2\", sql=True)
print(sql.getvalue().splitlines()[0])";
    let expected = "'o2 (head)\\no1 -> o2 (head), other o2\\n<base> -> o1, other o1\\n'\n\
        -- Running upgrade o1 -> o2\n";
    assert_eq!(printed(&project, body), expected);
}

#[test]
fn a_script_works_on_its_own_connection() {
    let project = two_projects();
    let body = "config = other()
config.attributes[\"connection\"] = op.get_bind()
command.upgrade(config, \"head\")
op.execute(\"INSERT INTO o2 VALUES (1)\")";
    assert_eq!(printed(&project, body), "");
    assert_eq!(project.tables(), ["alembic_version", "o1", "o2"]);
}

#[test]
fn a_script_makes_and_reads_revisions() {
    let project = two_projects();
    let body = "made = command.revision(other(), message=\"made here\", rev_id=\"o3\")
print(made.revision, made.down_revision, made.doc)
scripts = ScriptDirectory.from_config(other())
print(scripts.get_heads(), [script.revision for script in scripts.walk_revisions()])
print(scripts.get_revision(\"o1\").module.revision)";
    let text = printed(&project, body);
    let lines: Vec<&str> = text.lines().skip(1).collect();
    assert!(text.starts_with("Generating ") && text.contains("other/versions/o3_made_here.py"));
    assert_eq!(lines, ["o3 o2 made here", "['o3'] ['o3', 'o2', 'o1']", "o1"]);
}

#[test]
fn what_fails_within_can_be_caught_or_ends_the_run() {
    let project = two_projects();
    let body = "try:
    command.upgrade(other(), \"nix\")
except util.CommandError as error:
    print(error)
try:
    command.downgrade(other(), \"base\", tag=\"x\")
    command.merge(other(), \"nix\")
except util.CommandError as error:
    print(error)";
    let missing = "Can't locate revision identified by 'nix'\n";
    assert_eq!(printed(&project, body), missing.repeat(2));

    project.script("b2", Some("a1"), &format!("{OTHER}command.upgrade(other(), \"nix\")"));
    let seen = project.expect(&["upgrade", "head"], 255);
    assert!(seen.stdout.ends_with(&format!("FAILED: {missing}")), "{seen:?}");

    project.file(
        "other/versions/o1.py",
        "revision = \"o1\"\ndown_revision = None\ndef upgrade(): 1 / 0\n",
    );
    project.script("b2", Some("a1"), &format!("{OTHER}command.upgrade(other(), \"head\")"));
    let seen = project.expect(&["upgrade", "head"], 1);
    assert!(seen.stderr.ends_with("ZeroDivisionError: division by zero\n"), "{seen:?}");
    assert!(seen.stderr.contains("o1.py\", line 3") && seen.stderr.contains("b2.py"), "{seen:?}");
    assert_eq!(project.current(), "a1\n");
}

#[test]
fn a_function_chooses_the_steps() {
    let project = two_projects();
    let body = "from alembic.runtime.environment import EnvironmentContext
config = other()
scripts = ScriptDirectory.from_config(config)
def up(rows, context):
    steps = scripts._upgrade_revs(\"head\", rows)
    print(rows, [str(step) for step in steps])
    return steps[:1]
def look(rows, context):
    print(rows, context.get_current_revision())
    return []
with EnvironmentContext(config, scripts, fn=up, destination_rev=\"head\"):
    scripts.run_env()
with EnvironmentContext(config, scripts, fn=look):
    scripts.run_env()
with sa.create_engine(\"sqlite:///other.db\").connect() as connection:
    with EnvironmentContext(config, scripts, fn=up) as environment:
        environment.configure(connection=connection)
        with environment.begin_transaction():
            environment.run_migrations()
with EnvironmentContext(config, scripts, fn=lambda rows, _: scripts._stamp_revs(\"o1\", rows)):
    scripts.run_env()
with EnvironmentContext(config, scripts, fn=look):
    scripts.run_env()
down = lambda rows, _: scripts._downgrade_revs(\"base\", rows)
with EnvironmentContext(config, scripts, fn=down, as_sql=True, starting_rev=\"o1\"):
    scripts.run_env()
op.create_table(\"after\", sa.Column(\"id\", sa.Integer))";
    let expected = "() ['upgrade  -> o1, other o1', 'upgrade o1 -> o2, other o2']\n\
        ('o1',) o1\n('o1',) ['upgrade o1 -> o2, other o2']\n('o1',) o1\n\
        -- Running downgrade o1 -> \n\nDROP TABLE o1;\n\n\
        DELETE FROM alembic_version WHERE alembic_version.version_num = 'o1';\n\n";
    assert_eq!(printed(&project, body), expected);
    assert_eq!(project.tables(), ["after", "alembic_version"]);
}

#[test]
fn directives_act_on_the_context_that_they_were_made_for() {
    let project = Project::on_sqlite();
    let body = "from alembic.migration import MigrationContext
from alembic.operations import Operations
with sa.create_engine(\"sqlite:///two.db\").connect() as connection:
    context = MigrationContext.configure(connection)
    other = Operations(context)
    other.create_table(\"in_two\", sa.Column(\"id\", sa.Integer))
    op.create_table(\"in_app\", sa.Column(\"id\", sa.Integer))
    other.add_column(\"in_two\", sa.Column(\"x\", sa.Integer))
    connection.commit()
    print(sa.inspect(connection).get_table_names(), op.get_context().connection.engine.url)
op.add_column(\"in_app\", sa.Column(\"x\", sa.Integer))";
    project.script("a1", None, body);
    let printed = project.expect(&["upgrade", "head"], 0).stdout;
    assert_eq!(printed, "['in_two'] sqlite:///app.db\n");
    assert_eq!(project.tables(), ["alembic_version", "in_app"]);
}
