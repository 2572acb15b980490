"""A program that needs a package that is not there."""
import sys

print("arguments", sys.argv[1:], flush=True)
if sys.argv[1:]:
    sys.exit(f"no {sys.argv[1]}")

import click
from alembic import command
from alembic.config import Config


@click.command()
def main():
    command.upgrade(Config("alembic.ini"), "head")


main()
