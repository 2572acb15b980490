# output: crates/limbeck/testdata/config.json
"""Records what Alembic reads from the configuration files in testdata/config.

A case is the files of one name: NAME.ini and NAME.toml, each of which may be missing. The
folder stands as HERE in what is recorded.
"""

import json
import os
import pathlib
import sys
import warnings

from alembic.config import Config
from alembic.util import CommandError, asbool

KEYS = ["file_template", "timezone", "sqlalchemy.url", "custom_table", "nowhere"]


def attempt(read):
    """The value, or the error's kind with the message that Alembic prints."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = {"value": read()}
        except CommandError as error:
            return {"failed": str(error)}
        except Exception as error:
            return {"raised": type(error).__name__}
    if caught:
        result["warnings"] = [str(warning.message) for warning in caught]
    return result


def script_location(config):
    value = config.get_alembic_option("script_location")
    if value is None:
        raise CommandError("No 'script_location' key found in configuration.")
    return value


def slug_length(config):
    return int(config.get_alembic_option("truncate_slug_length") or 40) or 40


def options(config):
    """Every option of every section, each read by itself."""
    parser = config.file_config
    return {
        section: {name: attempt(lambda: parser.get(section, name)) for name in parser.options(section)}
        for section in parser.sections()
    }


def record(name):
    config = Config(f"{name}.ini", toml_file=f"{name}.toml")
    readers = {
        "options": lambda: options(config),
        "section": lambda: config.get_section("alembic"),
        "main": lambda: config.get_main_option("script_location"),
        "script_location": lambda: script_location(config),
        "version_locations": config.get_version_locations_list,
        "prepend_sys_path": config.get_prepend_sys_paths_list,
        "recursive": lambda: config.get_alembic_boolean_option("recursive_version_locations"),
        "revision_environment": lambda: asbool(config.get_alembic_option("revision_environment")),
        "slug_length": lambda: slug_length(config),
        "hooks": config.get_hooks_list,
    }
    results = {key: attempt(read) for key, read in readers.items()}
    for key in KEYS:
        results[f"key {key}"] = attempt(lambda: config.get_alembic_option(key))
    return {"name": name, **results}


def main():
    output = pathlib.Path(sys.argv[1]).resolve()
    os.chdir(output.parent / "config")
    names = sorted({path.stem for path in pathlib.Path().iterdir()})
    text = json.dumps([record(name) for name in names], indent=1)
    text = text.replace(os.getcwd(), "HERE")
    output.write_text(text + "\n", encoding="utf-8")


main()
