"""A program that reads the arguments itself and builds the configuration."""
import os
import sys

from alembic.config import CommandLine, Config

line = CommandLine("parsed")
options = line.parser.parse_args(sys.argv[1:])
if "cmd" not in options:
    line.parser.error("what shall be done?")
config = Config("alembic.ini", ini_section=options.name, cmd_opts=options)
config.set_main_option("sqlalchemy.url", "sqlite:///" + os.environ.get("PARSED_DB", "parsed.db"))
line.run_cmd(config, options)
print("done:", options.cmd[0].__name__, *options.cmd[1])
