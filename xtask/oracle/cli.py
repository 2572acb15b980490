# output: crates/limbeck-cli/tests/projects crates/limbeck-cli/tests/examples
"""Runs real Alembic over the scenarios and records what a user would see.

Each folder below an OUTDIR that holds a file `commands` is a scenario. Its commands run one
after the other in a copy of the folder, and `oracle.json` in the folder gets, for each, the
exit status, standard output, the log lines of standard error and, for a failure with a
traceback, its last line. Further arguments name the scenarios to record.

A line of `commands` is the arguments of one call, with `NAME=value` before it for the
environment; `run PROGRAM` is a program of Python's own, which sees real Alembic. Or it is a
directive:

    @sqlite FILE QUERY          rows of a query on a SQLite file
    @sqlite-script FILE SCRIPT  run a file of statements on a SQLite file
    @sqlite-dump FILE           all that a SQLite file holds
    @postgresql QUERY           rows of a query on the scenario's PostgreSQL database
    @postgresql-script SCRIPT   run a file of statements there
    @mariadb QUERY              rows of a query on the scenario's MariaDB database
    @mariadb-script SCRIPT      run a file of statements there
    @mariadb-dump               what makes each of its tables, and their rows
    @sh SCRIPT                  a line of bash, where both alembic and limbeck are Alembic
    @list FOLDER                the names of the files in a folder
    @cat FILE                   a file's text
    @write FILE TEXT            a file of one line
    @rm FILE                    remove a file
    @mv FILE FILE               rename one
    @example FOLDER             copy a folder of the repository's examples to here
    @cd FOLDER                  go to a folder of the project

A scenario whose files or commands mention {postgresql} gets a database of its own in the
server that LIMBECK_TEST_POSTGRESQL_URL names. {postgresql} is its URL with psycopg2 as the
driver; there are {postgresql.asyncpg}, {postgresql.plain} without a driver,
{postgresql.user}, {postgresql.host}, {postgresql.port} and {postgresql.database}. {mariadb} and
its like are those of a database in the server that LIMBECK_TEST_MARIADB_URL names, with pymysql
as the driver; {mariadb.mysql} is its URL as one of mysql. Where a line of `commands` is
`# server: pgvector`, {postgresql} and its like are those of the server that
LIMBECK_TEST_PGVECTOR_URL names. A remark after ` #` says how the test
compares.
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
from urllib.parse import urlsplit

LOG = re.compile(r"^(DEBUG|INFO|WARNI|ERROR|CRITI) *\[")


def main(arguments: list) -> None:
    names = [argument for argument in arguments if not Path(argument).is_dir()]
    for out in [Path(argument) for argument in arguments if Path(argument).is_dir()]:
        for commands in sorted(out.glob("*/commands")):
            if not names or commands.parent.name in names:
                record(commands.parent)


def record(scenario: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        # A fixed depth and a name of its own keep wrapped paths comparable.
        session = Session(scenario, Path(folder).resolve())
        try:
            answers = [
                session.answer(line.split(" #")[0].strip())
                for line in (scenario / "commands").read_text().splitlines()
                if line.strip() and not line.startswith("#")
            ]
        finally:
            session.close()
    text = json.dumps(answers, indent=1, ensure_ascii=False)
    (scenario / "oracle.json").write_text(text + "\n")


def psql(url: str, *arguments: str) -> str:
    done = subprocess.run(["psql", "-XAtq", url, *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def mariadb(parts: dict, database: str, queries: str) -> str:
    call = ["mariadb", "--no-defaults", "--protocol=tcp", "--default-character-set=utf8mb4", "-NB"]
    call += ["-h", parts["{mariadb.host}"], "-P", parts["{mariadb.port}"]]
    call += ["-u", parts["{mariadb.user}"], "-D", database, "-e", queries]
    environment = {**os.environ, "MYSQL_PWD": parts["password"]}
    done = subprocess.run(call, capture_output=True, check=True, env=environment)
    return done.stdout.decode("utf-8", "replace")


class Session:
    def __init__(self, scenario: Path, root: Path) -> None:
        self.project = self.folder = root / "project"
        copy_folder(scenario, self.project)
        self.bin = root / "bin"
        self.bin.mkdir()
        self.alembic = Path(sys.executable).parent / "alembic"
        for name in ("limbeck", "alembic"):
            (self.bin / name).symlink_to(self.alembic)
        self.parts = {}
        self.mariadb_parts = {}
        self.server = ""
        files = [path for path in self.project.rglob("*") if path.is_file()]
        commands = (scenario / "commands").read_text()
        texts = {path: path.read_text(errors="replace") for path in files}
        for database, create in (("postgresql", self.create), ("mariadb", self.create_mariadb)):
            wanted = any("{" + database in text for text in [commands, *texts.values()])
            if wanted or "@" + database in commands:
                create(scenario.name, commands)
        for path, text in texts.items():
            if "{postgresql" in text or "{mariadb" in text:
                path.write_text(self.fill(text))

    def create(self, scenario: str, commands: str) -> None:
        wanted = "PGVECTOR" if "# server: pgvector\n" in commands else "POSTGRESQL"
        server = self.server = os.environ[f"LIMBECK_TEST_{wanted}_URL"]
        name = "oracle_" + re.sub(r"\W", "_", scenario)
        psql(server, "-c", f"DROP DATABASE IF EXISTS {name}")
        psql(server, "-c", f"CREATE DATABASE {name}")
        self.url = server.rsplit("/", 1)[0] + "/" + name
        parsed = urlsplit(self.url)
        address = self.url.split("://")[1]
        self.parts = {
            "{postgresql}": "postgresql+psycopg2://" + address,
            "{postgresql.asyncpg}": "postgresql+asyncpg://" + address,
            "{postgresql.plain}": "postgresql://" + address,
            "{postgresql.user}": parsed.username or "",
            "{postgresql.host}": parsed.hostname,
            "{postgresql.port}": str(parsed.port or 5432),
            "{postgresql.database}": name,
        }

    def create_mariadb(self, scenario: str, commands: str) -> None:
        server = urlsplit(os.environ["LIMBECK_TEST_MARIADB_URL"])
        name = "oracle_" + re.sub(r"\W", "_", scenario)
        address = f"{server.netloc}/{name}"
        self.mariadb_parts = {
            "{mariadb}": "mariadb+pymysql://" + address,
            "{mariadb.mysql}": "mysql+pymysql://" + address,
            "{mariadb.user}": server.username or "",
            "{mariadb.host}": server.hostname,
            "{mariadb.port}": str(server.port or 3306),
            "{mariadb.database}": name,
            "password": server.password or "",
        }
        again = f"DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"
        mariadb(self.mariadb_parts, "", again)

    def on_mariadb(self, queries: str) -> str:
        return mariadb(self.mariadb_parts, self.mariadb_parts["{mariadb.database}"], queries)

    def mariadb_dump(self) -> str:
        text = ""
        for table in self.on_mariadb("SHOW TABLES").splitlines():
            text += self.on_mariadb(f"SHOW CREATE TABLE `{table}`").replace("\\n", "\n")
            text += self.on_mariadb(f"SELECT * FROM `{table}` ORDER BY 1")
        return text

    def close(self) -> None:
        if self.mariadb_parts:
            name = self.mariadb_parts["{mariadb.database}"]
            mariadb(self.mariadb_parts, "", f"DROP DATABASE IF EXISTS {name}")
        if self.parts:
            name = self.parts["{postgresql.database}"]
            psql(self.server, "-c", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def fill(self, text: str) -> str:
        for placeholder, value in {**self.parts, **self.mariadb_parts}.items():
            if placeholder.startswith("{"):
                text = text.replace(placeholder, value)
        return text

    def answer(self, command: str) -> dict:
        line = self.fill(command)
        environment = {key: value for key, value in os.environ.items() if key not in ("ALEMBIC_CONFIG", "DATABASE_URL")}
        environment.update(PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", COLUMNS="80", EDITOR="echo")
        environment["PATH"] = f"{self.bin}:{environment['PATH']}"
        if line.startswith("@sh "):
            call = ["bash", "-c", line.removeprefix("@sh ")]
        elif line.startswith("@"):
            return {"command": command, "stdout": self.directive(line)}
        else:
            words = shlex.split(line)
            while words and re.match(r"^[A-Z0-9_]+=", words[0]):
                name, value = words.pop(0).split("=", 1)
                environment[name] = value
            is_program = words and words[0] == "run"
            call = [sys.executable, *words[1:]] if is_program else [str(self.alembic), *words]
        done = subprocess.run(
            call, cwd=self.folder, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        result = {
            "command": command,
            "status": done.returncode,
            "stdout": self.neutral(done.stdout),
            "log": [self.neutral(row) for row in done.stderr.splitlines() if LOG.match(row)],
        }
        if "Traceback (most recent call last)" in done.stderr:
            result["traceback"] = self.neutral(done.stderr.strip().splitlines()[-1])
        return result

    def directive(self, line: str) -> str:
        word, _, rest = line.partition(" ")
        first, _, second = rest.partition(" ")
        here = self.folder
        match word:
            case "@sqlite":
                return sqlite(here / first, second)
            case "@sqlite-script":
                with sqlite3.connect(here / first) as connection:
                    connection.executescript((here / second).read_text())
            case "@sqlite-dump":
                return sqlite_dump(here / first)
            case "@postgresql":
                return psql(self.url, "-c", rest)
            case "@postgresql-script":
                return psql(self.url, "-f", str(here / rest))
            case "@mariadb":
                return self.on_mariadb(rest)
            case "@mariadb-script":
                return self.on_mariadb((here / rest).read_text())
            case "@mariadb-dump":
                return self.mariadb_dump()
            case "@list":
                names = sorted(path.name for path in (here / rest).iterdir() if path.name != "__pycache__")
                return self.neutral("".join(name + "\n" for name in names))
            case "@cat":
                return self.neutral((here / rest).read_text())
            case "@write":
                (here / first).write_text(second + "\n")
            case "@rm":
                (here / rest).unlink()
            case "@mv":
                (here / first).rename(here / second)
            case "@example":
                copy_folder(Path(__file__).resolve().parents[2] / "examples" / rest, here)
            case "@cd":
                self.folder = self.project / rest
            case _:
                raise SystemExit(f"unknown directive {word}")
        return ""

    def neutral(self, text: str) -> str:
        """The text without what changes from run to run: folder, database, dates, addresses."""
        text = text.replace(str(self.project), "{project}")
        text = re.sub(r"@[\w.]+:\d+/(oracle|limbeck)_\w+", "@{server}/{database}", text)
        if self.parts:
            text = text.replace(self.fill("{postgresql.host}:{postgresql.port}"), "{server}")
            text = text.replace(self.fill("port {postgresql.port}"), "port {port}")
            text = text.replace(self.fill("{postgresql.database}"), "{database}")
        if self.mariadb_parts:
            text = text.replace(self.fill("{mariadb.host}:{mariadb.port}"), "{server}")
            text = text.replace(self.fill("{mariadb.database}"), "{database}")
        text = re.sub(r"\b20\d{6}_\d{4}_", "{minute}_", text)
        text = re.sub(r" object at 0x[0-9a-f]+>", ">", text)
        text = re.sub(r" at 0x[0-9a-f]+", " at {address}", text)
        return re.sub(r"Create Date: .*", "Create Date: {date}", text)


def copy_folder(source: Path, target: Path) -> None:
    ignored = shutil.ignore_patterns("commands", "*.json", "target", "__pycache__")
    shutil.copytree(source, target, ignore=ignored, dirs_exist_ok=True)


def sqlite(file: Path, query: str) -> str:
    with sqlite3.connect(file) as connection:
        rows = connection.execute(query).fetchall()
    return "".join("|".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows)


def sqlite_dump(file: Path) -> str:
    text = sqlite(file, "SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    for table in sqlite(file, tables).splitlines():
        text += f"{table}:\n" + sqlite(file, f'SELECT * FROM "{table}" ORDER BY rowid')
    return text


if __name__ == "__main__":
    main(sys.argv[1:])
