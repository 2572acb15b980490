"""Runs a package's whole chain on a database, with rows for its steps to meet.

Usage: live.py record PROJECT URL ANSWER, with Alembic, or live.py replay PROJECT URL ANSWER
LIMBECK DIFFERENCES, with Limbeck. PROJECT is what chain.py made. ANSWER is a JSON object with
`commands`, what was done in order: targets of upgrade and SQL of rows; `up`, the schema and rows at
the head; `down`, those at the base, or null where the chain does not lead there; `chance` and
`chance_lines`, columns and lines of the schema that are others each time; `without`, steps that are met without rows; or `error`, where
Alembic cannot run the chain. DIFFERENCES is written, and the status 1, where Limbeck differs.
"""

import contextlib
import difflib
import io
import json
import os
import re
import resource
import subprocess
import sys
import traceback
import warnings

import alembic.command
import databases
import sqlalchemy.orm  # noqa: F401  As any real env.py has it.
import standins
from alembic.config import Config
from alembic.script import ScriptDirectory
from rows import rows

# The orders of a set are chance; this is one of those that may come.
sqlalchemy.sql.schema.set = sqlalchemy.util.OrderedSet

# What a script says that reads or changes rows.
DATA = re.compile(r"get_bind|execute\(|bulk_insert|Session|get_context|connection")
SECONDS_PER_COMMAND = 300
# A chain that asks for more ends with an error of its own, not with the machine.
BYTES = 8 * 2**30


class Alembic:
    """Alembic itself, within this process."""

    def __init__(self, project):
        self.config = Config(os.path.join(project, "alembic.ini"))
        directory = ScriptDirectory.from_config(self.config)
        self.steps = [step.revision for step in directory._upgrade_revs("heads", None)]
        # The scripts are read once, not for each command.
        ScriptDirectory.from_config = lambda config: directory

    def run(self, command, target):
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            getattr(alembic.command, command)(self.config, target)


class Limbeck:
    def __init__(self, project, binary):
        self.words = [binary, "-c", os.path.join(project, "alembic.ini")]

    def run(self, command, target):
        done = subprocess.run(
            [*self.words, command, target],
            capture_output=True,
            text=True,
            timeout=SECONDS_PER_COMMAND,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{command} {target}: {done.stderr[-3000:]}")


def plan(steps, without):
    """What to do before each command, and its target."""
    for script in steps:
        with open(script.path, encoding="utf-8") as file:
            if not DATA.search(file.read()):
                continue
        for parent in script._all_down_revisions:
            yield None, parent
        yield ("clear" if script.revision in without else "fill"), script.revision
    yield None, "heads"


def record_once(tool, url, without, with_rows):
    """Runs the chain up; returns the commands. What fails says at which revision."""
    database = databases.fresh(url)
    commands = []
    for number, (before, target) in enumerate(plan(tool.steps, without)):
        if before and with_rows:
            statements = database.emptying() if before == "clear" else rows(database, number)
            commands.append({"before": target, "sql": database.apply(statements)})
        try:
            tool.run("upgrade", target)
        except BaseException as error:
            raise Failed(target, error) from error
        commands.append({"upgrade": target})
    return database, commands


class Failed(Exception):
    def __init__(self, target, error):
        last = traceback.format_exception_only(error)[-1].strip()
        super().__init__(f"{target}: {last[:500]}")
        self.target = target


def record(project, url, answer):
    try:
        tool = Alembic(project)
    except BaseException as error:
        return write(answer, {"error": f"its scripts do not load: {type(error).__name__}: {error}"})
    without, with_rows = set(), True
    while True:
        try:
            database, commands = record_once(tool, url, without, with_rows)
            break
        except Failed as failure:
            print(f"  {failure}"[:300], file=sys.stderr)
            if not with_rows:
                return write(answer, {"error": str(failure)})
            # A step that cannot bear the rows is met without any; failing that, the whole chain.
            if failure.target in without or len(without) > 40:
                with_rows = False
            without.add(failure.target)
    result = results(tool, database, commands)
    # What a second run does not give again is chance: times, new UUIDs.
    again, _ = record_once(tool, url, without, with_rows)
    second = results(tool, again, commands)
    result["chance"] = chance(result, second)
    result["chance_lines"] = [
        line
        for state in ("up", "down")
        for line in difflib.ndiff(lines(result, state), lines(second, state))
        if line.startswith("- ")
    ]
    result["without"] = sorted(without)
    write(answer, result)


def lines(result, state):
    return result[state]["schema"].splitlines() if result[state] else []


def chance(first, second):
    """Columns whose values are others in another run."""
    names = set()
    for state in ("up", "down"):
        if not first[state] or not second[state]:
            continue
        for table, (columns, values) in first[state]["rows"].items():
            others = second[state]["rows"].get(table, [[], []])[1]
            for index, column in enumerate(columns):
                if sorted(r[index] for r in values) != sorted(r[index] for r in others):
                    names.add(f"{table}.{column}")
    return sorted(names)


def results(tool, database, commands):
    result = {"commands": commands, "up": database.state(), "down": None}
    try:
        tool.run("downgrade", "base")
        result["down"] = database.state()
    except BaseException as error:
        result["down_error"] = traceback.format_exception_only(error)[-1].strip()[:3000]
    return result


def replay(project, url, answer, limbeck, path):
    with open(answer, encoding="utf-8") as file:
        wanted = json.load(file)
    result = replayed(Limbeck(project, limbeck), url, wanted["commands"])
    if "error" in result:
        found = [result["error"]]
    else:
        found = [line for state in ("up", "down") for line in differences(state, wanted, result)]
    if found:
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(found) + "\n")
        said = [line.strip() for line in "\n".join(found).splitlines() if line.strip("+- \n")]
        print(" | ".join(said[:1] if "error" in result else said[:3])[-300:])
        sys.exit(1)
    commands = wanted["commands"]
    rows = sum(len(command.get("sql", ())) for command in commands)
    values = sum(len(values) for _, values in wanted["up"]["rows"].values())
    print(
        f"equal: {rows} rows given to {sum('sql' in command for command in commands)} steps, "
        f"{values} rows at the head, {'and at the base' if wanted['down'] else 'no way down'}"
    )


def replayed(tool, url, commands):
    database = databases.fresh(url)
    for command in commands:
        try:
            if "sql" not in command:
                tool.run("upgrade", command["upgrade"])
            elif database.apply(command["sql"]) != command["sql"]:
                return {"error": f"a row is refused before {command['before']}"}
        except Exception as error:
            return {"error": str(error)}
    return results(tool, database, commands)


def differences(state, wanted, result):
    """Lines on how the schema and the rows differ."""
    first, second = wanted[state], result[state]
    if not first or not second:
        if first or second:
            which = "down_error" if not first else ""
            yield f"{state}: {'Limbeck' if second else 'Alembic'} alone gets there"
            yield wanted.get("down_error", "") or result.get("down_error", which)
        return
    old, new = lines(wanted, state), lines(result, state)
    if len(old) == len(new):
        new = [a if f"- {a}" in wanted["chance_lines"] else b for a, b in zip(old, new)]
    yield from difflib.unified_diff(old, new, lineterm="", n=0)
    for table in sorted(set(first["rows"]) | set(second["rows"])):
        columns, values = first["rows"].get(table, (None, None))
        others, found = second["rows"].get(table, (None, None))
        if columns != others:
            yield f"{state}: columns of {table}: {columns} {others}"
            continue
        kept = [i for i, name in enumerate(columns) if f"{table}.{name}" not in wanted["chance"]]
        values = sorted([row[i] for i in kept] for row in values)
        found = sorted([row[i] for i in kept] for row in found)
        if values != found:
            yield f"{state}: rows of {table}: {[columns[i] for i in kept]}"
            yield from (f"- {row}" for row in values if row not in found)
            yield from (f"+ {row}" for row in found if row not in values)


def write(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1)


def main(task, project, url, *paths):
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    standins.install(os.path.join(project, "_code"))
    os.environ["CONFORMANCE_URL"] = url
    {"record": record, "replay": replay}[task](project, url, *paths)


main(*sys.argv[1:])
