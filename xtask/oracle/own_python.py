# output: crates/limbeck-cli/tests/running/own_python
"""Has a real SQLAlchemy write down the models of OUTDIR, as a project's own interpreter does for
Limbeck: OUTDIR/<models>_<dialect>.json is what the program of Limbeck's answers there."""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = Path("crates/limbeck/src/runtime/generate/dump.py")
# What the project says by the way, and what it leaves running, does no harm.
ENV_PY = """
import os, threading, time
from alembic import context
from MODULE import Base

assert context.config.cmd_opts.cmd[0].__name__ == "revision", context.config.cmd_opts
assert context.config.cmd_opts.autogenerate and context.config.cmd_opts.splice is None
print("hello")
os.write(1, b"hello")
threading.Thread(target=time.sleep, args=(3600,)).start()
context.configure(target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
"""
# MariaDB has no indexes of expressions; MySQL wants them in parentheses.
EXPRESSIONS = """
import sqlalchemy as sa
from alembic import context

metadata = sa.MetaData()
table = sa.Table("things", metadata, sa.Column("name", sa.String(9)))
sa.Index("ix_lower", sa.func.lower(table.c.name), table.c.name.desc())
context.configure(target_metadata=metadata)
"""
FAILURES = [
    ("x = 1\nx = = 2\n", "SyntaxError: invalid syntax", "broken.py, line 2"),
    ("import os\n\nos.environ['NOT_SET']\n", "KeyError: 'NOT_SET'", "broken.py, line 3"),
    ("raise SystemExit('no')\n", "SystemExit: no", None),
]


def answer(folder, sys_path, text, dialect):
    env_py = Path(folder, "env.py")
    env_py.write_text(text)
    given = {
        "sys_path": sys_path, "ini": None, "section": "alembic", "here": None,
        "env_py": str(env_py), "x": [], "dialect": dialect,
        "cmd_opts": {"cmd": "revision", "autogenerate": True, "tag": None, "sql": False},
    }
    done = subprocess.run([sys.executable, "-c", PROGRAM.read_text()], input=json.dumps(given),
                          capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)


def main(out):
    with tempfile.TemporaryDirectory() as folder:
        for models, dialects in {
            "models": ("sqlite", "postgresql"), "schemas": ("postgresql",),
            "engines": ("mariadb",), "keys": ("sqlite",),
        }.items():
            for dialect in dialects:
                env_py = ENV_PY.replace("MODULE", models)
                found = answer(folder, [str(out.resolve())], env_py, dialect)
                assert "contexts" in found, found
                text = json.dumps(found, indent=1) + "\n"
                Path(out, f"{models}_{dialect}.json").write_text(text)
        found = answer(folder, [], EXPRESSIONS, "mysql")["contexts"][0]
        assert "sa.text('(lower(name))'), sa.text('name DESC')" in found, found
        for text, failed, where in FAILURES:
            Path(folder, "broken.py").write_text(text)
            found = answer(folder, [folder], "import broken\n", "sqlite")
            assert found["failed"] == failed, found
            assert where is None or found["where"].endswith(where), found


main(Path(sys.argv[1]))
