"""Makes a project of its own of each migration script in a wheel.

Usage: unpack.py WHEEL FOLDER. Writes FOLDER/<script>/{alembic.ini,env.py,versions/<script>.py}
and FOLDER/scripts.txt, which names them.
"""

import os
import sys
import zipfile

DIALECTS = {
    "postgresql": "postgresql+psycopg2://user:secret@localhost/conformance",
    "sqlite": "sqlite://",
    "mysql": "mysql+pymysql://user:secret@localhost/conformance",
    "mariadb": "mariadb+pymysql://user:secret@localhost/conformance",
}

ENV = """\
from alembic import context

context.configure(
    url=context.config.get_main_option("sqlalchemy.url"),
    literal_binds=True,
    dialect_opts={"paramstyle": "named"},
)
with context.begin_transaction():
    context.run_migrations()
"""

# A script alone is a chain of one.
ALONE = "\ndown_revision = None; depends_on = None; branch_labels = None\n"


def scripts(wheel):
    for name in sorted(wheel.namelist()):
        folders = name.split("/")[:-1]
        if not name.endswith(".py") or "versions" not in folders or name.endswith("__init__.py"):
            continue
        text = wheel.read(name).decode("utf-8")
        if "alembic" in text and "revision" in text and "def upgrade" in text:
            yield name, text


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def main(source, folder):
    ini = "".join(
        f"[{dialect}]\nscript_location = %(here)s\nsqlalchemy.url = {url}\n\n"
        for dialect, url in DIALECTS.items()
    )
    names = []
    with zipfile.ZipFile(source) as wheel:
        for path, text in scripts(wheel):
            # The same file name may stand in several folders of one package.
            stem = os.path.basename(path)[: -len(".py")]
            name = stem if stem not in names else f"{stem}-{len(names)}"
            names.append(name)
            project = os.path.join(folder, name)
            write(os.path.join(project, "alembic.ini"), ini)
            write(os.path.join(project, "env.py"), ENV)
            write(os.path.join(project, "versions", stem + ".py"), text + ALONE)
    write(os.path.join(folder, "scripts.txt"), "".join(name + "\n" for name in names))


main(*sys.argv[1:])
