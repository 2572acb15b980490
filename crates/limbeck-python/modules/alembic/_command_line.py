"""The command line as programs build it, with commands of their own beside Alembic's."""

import os
from argparse import ArgumentParser

from . import __version__, command
from .config import Config
from .util.exc import CommandError

_COMMANDS = (
    "branches check current downgrade edit ensure_version heads history init list_templates merge "
    "revision show stamp upgrade"
)


def _flag(*names, help):
    return (*names, {"action": "store_true", "help": help})


def _text(*names, help, **more):
    return (*names, {"type": str, "help": help, **more})


class CommandLine:
    """Reads arguments and calls the command that they name."""

    _KWARGS_OPTS = {
        "template": _text("-t", "--template", default="generic", help="one that list_templates names"),
        "message": _text("-m", "--message", help="what the revision is for"),
        "sql": _flag("--sql", help="print the SQL in place of running it"),
        "tag": _text("--tag", help="a word that env.py can read by get_tag_argument()"),
        "head": _text("--head", help="the head to build on"),
        "splice": _flag("--splice", help="allow revisions that are no heads"),
        "depends_on": (
            "--depends-on",
            {"action": "append", "help": "a revision that must run before this one; repeatable"},
        ),
        "rev_id": _text("--rev-id", help="identifier to use instead of a new one"),
        "version_path": _text("--version-path", help="which version location gets the file"),
        "branch_label": _text("--branch-label", help="name for the branch that begins here"),
        "verbose": _flag("-v", "--verbose", help="show each revision in full"),
        "resolve_dependencies": _flag(
            "--resolve-dependencies", help="count a revision that another depends on as no head"
        ),
        "autogenerate": _flag(
            "--autogenerate", help="fill it with what brings the database to the models"
        ),
        "rev_range": _text("-r", "--rev-range", help="from one revision to another, START:END"),
        "indicate_current": _flag(
            "-i", "--indicate-current", help="mark the revisions at which the database stands"
        ),
        "purge": _flag("--purge", help="empty the version table first"),
        "package": _flag("--package", help="make the directory and its versions/ packages"),
        "check_heads": _flag(
            "-c", "--check-heads", help="fail unless the database stands at every head"
        ),
    }
    _POSITIONAL_OPTS = {
        "directory": {"help": "where the scripts shall live"},
        "revision": {"help": "a revision"},
        "revisions": {"nargs": "+", "help": "revisions, or 'heads'"},
    }
    _POSITIONAL_TRANSLATIONS = {command.stamp: {"revision": "revisions"}}

    def __init__(self, prog=None):
        self._generate_args(prog)

    def _generate_args(self, prog):
        self.parser = parser = ArgumentParser(prog=prog)
        parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
        parser.add_argument(
            "-c", "--config", action="append",
            help="an ini or a pyproject.toml; twice for one of each",
        )
        parser.add_argument(
            "-n", "--name", type=str, default="alembic",
            help="section of the ini that holds the settings",
        )
        parser.add_argument("-x", action="append", help="a value for env.py, key=value; repeatable")
        parser.add_argument("--raiseerr", action="store_true", help="show where an error arose")
        parser.add_argument("-q", "--quiet", action="store_true", help="print no notes")
        self.subparsers = parser.add_subparsers()
        for name in _COMMANDS.split():
            self.register_command(getattr(command, name))

    def register_command(self, fn):
        """Adds a function as a command: its name, its arguments, its first paragraph as help."""
        positional, kwarg, help_text = self._inspect_function(fn)
        subparser = self.subparsers.add_parser(fn.__name__, help=help_text)
        subparser.set_defaults(cmd=(fn, positional, kwarg))
        for name in kwarg:
            if name in self._KWARGS_OPTS:
                *names, options = self._KWARGS_OPTS[name]
                subparser.add_argument(*names, **options)
        for name in positional:
            subparser.add_argument(name, **self._POSITIONAL_OPTS.get(name, {}))

    def _inspect_function(self, fn):
        """The names of a function's arguments without a default, those with one, and its help."""
        code = fn.__code__
        names = list(code.co_varnames[: code.co_argcount])
        optional = len(fn.__defaults__ or ())
        split = len(names) - optional
        renamed = self._POSITIONAL_TRANSLATIONS.get(fn, {})
        positional = [renamed.get(name, name) for name in names[1:split]]
        paragraph = []
        for line in (fn.__doc__ or "").split("\n"):
            if not line.strip():
                break
            paragraph.append(line.strip())
        return positional, names[split:], " ".join(paragraph)

    def run_cmd(self, config, options):
        """Calls the command that `options` hold; one that cannot be done ends the program."""
        from .util import messaging

        fn, positional, kwarg = options.cmd
        try:
            fn(
                config,
                *[getattr(options, name, None) for name in positional],
                **{name: getattr(options, name, None) for name in kwarg},
            )
        except CommandError as error:
            if options.raiseerr:
                raise
            messaging.err(str(error), **config.messaging_opts)

    def _inis_from_config(self, options):
        """The pyproject.toml and the ini that the arguments name, or that are usual."""
        found = {"toml": "pyproject.toml", "ini": "alembic.ini"}
        usual = os.environ.get("ALEMBIC_CONFIG")
        if usual:
            found[_kind(usual)] = usual
        given = {}
        for name in options.config or ():
            kind = _kind(name)
            if kind in given:
                raise CommandError(
                    "pyproject.toml indicated more than once" if kind == "toml"
                    else "only one ini file may be indicated"
                )
            given[kind] = name
        found.update(given)
        return found["toml"], found["ini"]

    def main(self, argv=None):
        """Does what `argv` says, or the program's own arguments without it."""
        options = self.parser.parse_args(argv)
        if not hasattr(options, "cmd"):
            self.parser.error("too few arguments")
        toml, ini = self._inis_from_config(options)
        config = Config(
            file_=ini, toml_file=toml, ini_section=options.name, cmd_opts=options
        )
        self.run_cmd(config, options)


def _kind(name):
    return "toml" if os.path.basename(name) == "pyproject.toml" else "ini"


def main(argv=None, prog=None, **kwargs):
    """What the program `alembic` does."""
    CommandLine(prog=prog).main(argv=argv)
