"""Questions about the script directory."""
from alembic.config import Config
from alembic.script import ScriptDirectory
config = Config("alembic.ini")
scripts = ScriptDirectory.from_config(config)
print(scripts.get_heads(), scripts.get_bases(), scripts.get_current_head(), scripts.get_base())
print([s.revision for s in scripts.iterate_revisions("head", "base")])
print([s.revision for s in scripts.iterate_revisions("p002", "p001")])
s = scripts.get_revision("head")
print(s.revision, s.down_revision, s.doc, s.is_head, s.is_base, s.is_branch_point, s.is_merge_point, s.nextrev, s.path.rsplit("/", 2)[1:], s.longdoc, s.module.__name__, s.branch_labels, s.dependencies)
print(s.log_entry.splitlines()[:2], s.cmd_format(verbose=False), str(s))
print([r.revision for r in scripts.get_revisions(["p001", "p002"])])
print(scripts.as_revision_number("head"))
try:
    scripts.get_revision("nope")
except Exception as error:
    print(type(error).__module__, type(error).__name__, error)
new = scripts.generate_revision("p900", "made by hand", head="head", refresh=True)
print(new.revision, new.doc, scripts.get_heads())
