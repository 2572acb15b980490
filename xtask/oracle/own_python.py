# output: crates/limbeck-cli/tests/running/own_python
"""Has a real SQLAlchemy write down the models of OUTDIR/models.py, as a project's own interpreter
does for Limbeck: OUTDIR/<dialect>.json is what the program of Limbeck's answers there."""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = Path("crates/limbeck/src/runtime/generate/dump.py")
ENV_PY = """
from alembic import context
from models import Base

context.configure(target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
"""


def main(out):
    program = PROGRAM.read_text()
    with tempfile.TemporaryDirectory() as folder:
        env_py = Path(folder, "env.py")
        env_py.write_text(ENV_PY)
        for dialect in ("sqlite", "postgresql"):
            given = {
                "sys_path": [str(out.resolve())], "ini": None, "section": "alembic", "here": None,
                "env_py": str(env_py), "x": [], "dialect": dialect,
            }
            done = subprocess.run([sys.executable, "-c", program], input=json.dumps(given),
                                  capture_output=True, text=True, check=True)
            answer = json.loads(done.stdout)
            assert "contexts" in answer, answer
            Path(out, f"{dialect}.json").write_text(json.dumps(answer, indent=1) + "\n")


main(Path(sys.argv[1]))
