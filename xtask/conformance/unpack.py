"""Makes a project of its own of each migration script in a wheel.

Usage: unpack.py WHEEL FOLDER. Writes FOLDER/<script>/{alembic.ini,packages.ini,env.py,versions/...}
and FOLDER/scripts.txt, which names them, and FOLDER/_code with the package's own modules. With
packages.ini both tools look for modules there and in FOLDER/site-packages, where others are installed.
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

# Modules and the files they read.
CODE = (
    ".py", ".sql", ".json", ".yaml", ".yml", ".txt", ".ini", ".cfg", ".toml", ".csv", ".md", "METADATA",
    "VERSION",
)
LARGEST = 2_000_000

# Folders that scripts lie in.
HOMES = {"versions", "alembic"}

# A script alone is a chain of one.
ALONE = "\ndown_revision = None; depends_on = None; branch_labels = None\n"


def scripts(wheel):
    for name in sorted(wheel.namelist()):
        folders = name.split("/")[:-1]
        if not name.endswith(".py") or not HOMES & {*folders} or name.endswith("__init__.py"):
            continue
        text = wheel.read(name).decode("utf-8")
        if "alembic" in text and "down_revision" in text and "def upgrade" in text:
            yield name, text


def code(wheel, folder):
    """What scripts import of their package."""
    for entry in wheel.infolist():
        parts = entry.filename.split("/")
        if "tests" in parts or "static" in parts or entry.file_size > LARGEST:
            continue
        if entry.filename.endswith(CODE):
            wheel.extract(entry, folder)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def main(source, folder):
    ini = "".join(
        f"[{dialect}]\nscript_location = %(here)s\nsqlalchemy.url = {url}\n\n"
        for dialect, url in DIALECTS.items()
    )
    lookup = "prepend_sys_path = %(here)s/../_code:%(here)s/../site-packages\npath_separator = :\n"
    names = []
    with zipfile.ZipFile(source) as wheel:
        code(wheel, os.path.join(folder, "_code"))
        for path, text in scripts(wheel):
            # The same file name may stand in several folders of one package.
            stem = os.path.basename(path)[: -len(".py")]
            name = stem if stem not in names else f"{stem}-{len(names)}"
            names.append(name)
            project = os.path.join(folder, name)
            write(os.path.join(project, "alembic.ini"), ini)
            write(os.path.join(project, "packages.ini"), ini.replace("\n\n", f"\n{lookup}\n"))
            write(os.path.join(project, "env.py"), ENV)
            write(os.path.join(project, "versions", stem + ".py"), text + ALONE)
    write(os.path.join(folder, "scripts.txt"), "".join(name + "\n" for name in names))


main(*sys.argv[1:])
