import sys

from alembic import command
from alembic.config import Config
from alembic.util import CommandError

config = Config("alembic.ini")
config.set_main_option("sqlalchemy.url", "sqlite:///fails.db")
try:
    command.upgrade(config, "nowhere")
except CommandError as error:
    print("caught:", error)
if sys.argv[1:] == ["exit"]:
    sys.exit("left early")
command.downgrade(config, "-1" if sys.argv[1:] else "nowhere")
