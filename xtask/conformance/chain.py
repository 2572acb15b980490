"""Makes one project of a package's whole chain, its largest where there are several.

Usage: chain.py FOLDER PROJECT. FOLDER is what unpack.py made.
"""

import collections
import contextlib
import os
import sys

INI = """\
[alembic]
script_location = %(here)s
version_locations = {versions}
recursive_version_locations = true
prepend_sys_path = {folder}/_code:{folder}/site-packages
path_separator = :
"""

ENV = """\
import os

from alembic import context
from sqlalchemy import create_engine, pool

engine = create_engine(os.environ["CONFORMANCE_URL"], poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""


def chains(code):
    """Folders of scripts, and how many each has."""
    found = collections.Counter()
    for folder, _, files in os.walk(code):
        parts = folder.split(os.sep)
        if "versions" not in parts:
            continue
        root = os.sep.join(parts[: parts.index("versions") + 1])
        for name in files:
            if not name.endswith(".py"):
                continue
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                text = file.read()
            if "down_revision" in text and "def upgrade" in text:
                found[root] += 1
    return found


def main(folder, project):
    folder = os.path.abspath(folder)
    found = chains(os.path.join(folder, "_code"))
    if not found:
        return
    os.makedirs(project, exist_ok=True)
    versions = min(found, key=lambda name: (-found[name], name))
    texts = {"alembic.ini": INI.format(folder=folder, versions=versions), "env.py": ENV}
    for name, text in texts.items():
        with open(os.path.join(project, name), "w", encoding="utf-8") as file:
            file.write(text)
    # Another worker may be making the same project for another database.
    with contextlib.suppress(FileExistsError):
        os.symlink(os.path.join(folder, "_code"), os.path.join(project, "_code"))


main(*sys.argv[1:])
