"""Revisions written by a program."""
import os, re
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic import util
scripts = ScriptDirectory.from_config(Config("alembic.ini"))
made = scripts.generate_revision("p003", "by hand", refresh=True)
print(made.revision, made.doc, made.down_revision, os.path.basename(made.path))
made = scripts.generate_revision("p004", "side", head="p002", splice=True, branch_labels="side", depends_on="p001", refresh=True)
print(made.revision, made.branch_labels, made.dependencies)
made = scripts.generate_revision("p005", "both", head=("p003", "p004"), refresh=True)
print(made.revision, made.down_revision, made.is_merge_point)
scripts = ScriptDirectory.from_config(Config("alembic.ini"))
for s in scripts.walk_revisions():
    print(s, "|", s.cmd_format(False), "|", s.cmd_format(False, True, True, True), "|", s.cmd_format(False, tree_indicators=False), s.module.__name__)
for bad in ({"head": "p001"}, {"head": "nope"}, {"version_path": "elsewhere"}):
    try:
        scripts.generate_revision("p006", "x", **bad)
    except Exception as error:
        print(type(error).__name__, str(error).replace(os.getcwd(), ""))
print(len(util.rev_id()))
