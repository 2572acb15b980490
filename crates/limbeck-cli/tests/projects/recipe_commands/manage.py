"""The commands of alembic, and some of the project's own."""
from alembic import command
from alembic.config import CommandLine
from alembic.script import ScriptDirectory
from alembic.util import CommandError


def unpack(config, revision, tag=None):
    """Goes up to a revision and tells what it did.

    This paragraph is no help text.
    """
    print("unpack to", revision, "tag", tag, "x", config.cmd_opts.x)
    command.upgrade(config, revision)
    command.current(config)


def steps(config, revisions, verbose=False):
    scripts = ScriptDirectory.from_config(config)
    for name in revisions:
        script = scripts.get_revision(name)
        if script is None:
            raise CommandError(f"no step {name!r}")
        config.print_stdout("%s: %s", script.revision, script.doc if verbose else "..")


def broken(config, parcel, colour="red"):
    raise ValueError(f"{parcel} {colour}")


class Line(CommandLine):
    def run_cmd(self, config, options):
        config.set_main_option("sqlalchemy.url", "sqlite:///managed.db")
        super().run_cmd(config, options)


line = Line(prog="manage")
for each in (unpack, steps, broken):
    line.register_command(each)
line.parser.add_argument("--depot")

if __name__ == "__main__":
    line.main()
