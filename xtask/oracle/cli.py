# output: crates/limbeck-cli/tests/projects
"""Runs real Alembic over the scenario projects and records what a user would see.

Each folder below OUTDIR that holds a file `commands` is a project. Its commands run one
after the other in a copy of the folder, and `oracle.json` in the folder gets, for each, the
exit status, standard output, the log lines of standard error and, for a failure with a
traceback, its last line.

A line of `commands` is the arguments of one call, with `NAME=value` before it for the
environment, or a directive:

    @sqlite FILE QUERY     rows of a query on a SQLite file of the project
    @postgresql QUERY      rows of a query on the scenario's PostgreSQL database
    @list FOLDER           the names of the files in a folder
    @cat FILE              a file's text
    @rm FILE               remove a file
    @mv FILE FILE          rename one

A project whose files mention {postgresql} gets a database of its own in the server that
LIMBECK_TEST_POSTGRESQL_URL names. `# differs: reason` at the end of a line keeps the
recorded answer out of the comparison; `# unordered` compares its words in any order, since
Alembic takes them from a Python set.
"""
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

LOG = re.compile(r"^(DEBUG|INFO|WARNI|ERROR|CRITI) *\[")


def main(out: Path) -> None:
    names = sys.argv[2:]
    for commands in sorted(out.glob("*/commands")):
        project = commands.parent
        if not names or project.name in names:
            record(project)


def record(project: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        # A fixed depth and a name of its own keep wrapped paths comparable.
        copy = Path(folder).resolve() / "project"
        shutil.copytree(project, copy, ignore=shutil.ignore_patterns("commands", "*.json", "transcript.txt"))
        database = prepare_postgresql(project, copy)
        try:
            answers = [
                answer(line, copy, database)
                for line in (project / "commands").read_text().splitlines()
                if line.strip() and not line.startswith("#")
            ]
        finally:
            if database:
                drop(database)
    text = json.dumps(answers, indent=1, ensure_ascii=False)
    (project / "oracle.json").write_text(text + "\n")


def server() -> str:
    return os.environ["LIMBECK_TEST_POSTGRESQL_URL"]


def psql(url: str, query: str) -> str:
    done = subprocess.run(["psql", "-XAtq", url, "-c", query], capture_output=True, text=True, check=True)
    return done.stdout


def prepare_postgresql(project: Path, copy: Path):
    uses = "@postgresql" in (project / "commands").read_text()
    files = [path for path in copy.rglob("*") if path.suffix in (".ini", ".py", ".toml", ".env")]
    uses = uses or any("{postgresql}" in path.read_text() for path in files)
    if not uses:
        return None
    name = "oracle_" + re.sub(r"\W", "_", project.name)
    psql(server(), f"DROP DATABASE IF EXISTS {name}")
    psql(server(), f"CREATE DATABASE {name}")
    url = server().rsplit("/", 1)[0] + "/" + name
    for path in files:
        text = path.read_text()
        if "{postgresql}" in text:
            path.write_text(text.replace("{postgresql}", url.replace("postgresql://", "postgresql+psycopg2://")))
    return url


def drop(url: str) -> None:
    psql(server(), f"DROP DATABASE IF EXISTS {url.rsplit('/', 1)[1]} WITH (FORCE)")


def answer(line: str, project: Path, database) -> dict:
    line = line.split("# differs:")[0].split("# unordered")[0].strip()
    if line.startswith("@"):
        return {"command": line, "stdout": directive(line, project, database)}
    environment = {key: value for key, value in os.environ.items() if key not in ("ALEMBIC_CONFIG", "DATABASE_URL")}
    environment.update(PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", COLUMNS="80", EDITOR="echo")
    words = shlex.split(line)
    while words and re.match(r"^[A-Z_]+=", words[0]):
        name, value = words.pop(0).split("=", 1)
        environment[name] = value
    alembic = Path(sys.executable).parent / "alembic"
    done = subprocess.run(
        [str(alembic), *words], cwd=project, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    result = {
        "command": line,
        "status": done.returncode,
        "stdout": neutral(done.stdout, project),
        "log": [neutral(row, project) for row in done.stderr.splitlines() if LOG.match(row)],
    }
    if "Traceback (most recent call last)" in done.stderr:
        result["traceback"] = neutral(done.stderr.strip().splitlines()[-1], project)
    return result


def directive(line: str, project: Path, database) -> str:
    word, _, rest = line.partition(" ")
    if word == "@sqlite":
        file, _, query = rest.partition(" ")
        with sqlite3.connect(project / file) as connection:
            rows = connection.execute(query).fetchall()
        return "".join("|".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows)
    if word == "@postgresql":
        return psql(database, rest)
    if word == "@list":
        names = sorted(path.name for path in (project / rest).iterdir() if path.name != "__pycache__")
        return "".join(name + "\n" for name in names)
    if word == "@cat":
        return neutral((project / rest).read_text(), project)
    if word == "@rm":
        (project / rest).unlink()
        return ""
    if word == "@mv":
        old, new = rest.split()
        (project / old).rename(project / new)
        return ""
    raise SystemExit(f"unknown directive {word}")


def neutral(text: str, project: Path) -> str:
    """The text without what changes from run to run: folder, database, dates, random ids."""
    text = text.replace(str(project), "{project}")
    text = re.sub(r"@[\w.]+:\d+/(oracle|limbeck)_\w+", "@{server}/{database}", text)
    return re.sub(r"Create Date: .*", "Create Date: {date}", text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
