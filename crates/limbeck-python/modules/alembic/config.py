"""The configuration, as env.py reads it and as programs build it."""

import _limbeck


class Options:
    """The command's options; one that it does not have reads as None."""

    def __init__(self, values=None):
        self.__dict__.update(values or {})

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return None


def _command_options(info):
    """The command line as argparse hands it to Alembic: `cmd` is (function, names, names)."""
    from . import command

    given = info["cmd_opts"]
    function = getattr(command, given["cmd"], None)
    return Options({"x": list(info.get("x") or ()), **given, "cmd": (function, [], [])})


class Config:
    """An alembic.ini: that of the run, or one that a program names or builds itself."""

    cmd_opts = None
    config_file_name = None
    toml_file_name = None
    config_ini_section = "alembic"
    output_buffer = None
    _bound = False

    def __init__(self, file_=None, toml_file=None, ini_section="alembic", output_buffer=None,
                 stdout=None, cmd_opts=None, config_args=None, attributes=None):
        self.config_file_name = None if file_ is None else _path(file_)
        self.toml_file_name = None if toml_file is None else _path(toml_file)
        self.config_ini_section = ini_section
        self.output_buffer = output_buffer
        self.stdout = stdout
        self.cmd_opts = cmd_opts
        self.config_args = dict(config_args or {})
        self.attributes = dict(attributes or {})
        self._overrides = {}

    @classmethod
    def _of_run(cls, info):
        """The configuration of the run that `context.info` describes."""
        config = cls(info.get("config_file_name"), ini_section=info.get("ini_section", "alembic"))
        config._bound = True
        if info.get("toml_file_name") is not None:
            config.toml_file_name = info["toml_file_name"]
        if info.get("cmd_opts") is not None:
            config.cmd_opts = _command_options(info)
        if info.get("connection") is not None:
            from sqlalchemy.engine.base import Connection

            config.attributes["connection"] = Connection._from_id(info["connection"])
        return config

    @property
    def file_config(self):
        """A `ConfigParser` of the file."""
        found = self.__dict__.get("_file_config")
        if found is None:
            from configparser import ConfigParser

            defaults = {"here": self._here(), **self.config_args}
            found = self._file_config = ConfigParser(defaults)
            if self.config_file_name is not None:
                found.read([self.config_file_name], encoding="utf-8")
            elif not found.has_section(self.config_ini_section):
                found.add_section(self.config_ini_section)
        return found

    def _here(self):
        import os

        if self.config_file_name is None:
            return "."
        return os.path.abspath(os.path.dirname(self.config_file_name)).replace("%", "%%")

    def get_section(self, name, default=None):
        """The options of a section as a dict; `default` where there is no such section."""
        if self._bound:
            found = _limbeck.call("config.section", {"section": name})
            return default if found is None else found
        if not self.file_config.has_section(name):
            return default
        return dict(self.file_config.items(name))

    def get_section_option(self, section, name, default=None):
        if self._bound:
            found = _limbeck.call("config.get", {"section": section, "key": name})
            return default if found is None else found
        if not self.file_config.has_section(section):
            from .util.exc import CommandError

            raise CommandError(
                f"No config file {self.config_file_name!r} found, or file has no '[{section}]' "
                "section"
            )
        if not self.file_config.has_option(section, name):
            return default
        return self.file_config.get(section, name)

    def get_main_option(self, name, default=None):
        return self.get_section_option(self.config_ini_section, name, default)

    def get_alembic_option(self, name, default=None):
        return self.get_main_option(name, default)

    def get_alembic_boolean_option(self, name):
        return self.get_alembic_option(name) == "true"

    def set_section_option(self, section, name, value):
        if self._bound:
            _limbeck.call("config.set", {"section": section, "key": name, "value": value})
            return
        if not self.file_config.has_section(section):
            self.file_config.add_section(section)
        self.file_config.set(section, name, value)
        self._overrides.setdefault(section, {})[name] = value

    def set_main_option(self, name, value):
        self.set_section_option(self.config_ini_section, name, value)

    def remove_main_option(self, name):
        if self._bound:
            payload = {"section": self.config_ini_section, "key": name, "value": None}
            _limbeck.call("config.set", payload)
            return
        self.file_config.remove_option(self.config_ini_section, name)
        self._overrides.setdefault(self.config_ini_section, {})[name] = None

    def print_stdout(self, text, *arg):
        text = str(text) % arg if arg else str(text)
        if self.messaging_opts["quiet"]:
            return
        if self.stdout is not None:
            self.stdout.write(text + "\n")
        else:
            _limbeck.call("config.print", {"text": text})

    @property
    def messaging_opts(self):
        """What the notes to the user are given: whether there shall be none."""
        return {"quiet": bool(getattr(self.cmd_opts, "quiet", False))}

    def get_template_directory(self):
        raise NotImplementedError(
            "the templates are part of the program; `limbeck list_templates` shows them"
        )

    def _wire(self):
        """What `command.*` needs to open the same configuration."""
        return {
            "bound": self._bound,
            "config_file_name": self.config_file_name,
            "toml_file_name": self.toml_file_name,
            "ini_section": self.config_ini_section,
            "config_args": {key: str(value) for key, value in self.config_args.items()},
            "overrides": self._overrides,
            "x": list(getattr(self.cmd_opts, "x", None) or ()),
            "captured": False,
            **self.messaging_opts,
        }


def _path(value):
    return value if isinstance(value, str) else str(value)


def __getattr__(name):
    # Its parser of arguments takes longer to import than most commands take.
    if name not in ("CommandLine", "main"):
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    from . import _command_line

    value = globals()[name] = getattr(_command_line, name)
    return value
