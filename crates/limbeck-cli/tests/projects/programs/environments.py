"""An environment of the program's own around env.py."""
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
config = Config("alembic.ini")
config.set_main_option("sqlalchemy.url", "sqlite:///q4.db")
script = ScriptDirectory.from_config(config)
def do(rev, context):
    print("rev", rev)
    return script._upgrade_revs("head", rev)
with EnvironmentContext(config, script, fn=do, as_sql=False, starting_rev=None, destination_rev="head", tag=None):
    script.run_env()
def show(rev, context):
    print("now", rev)
    return []
with EnvironmentContext(config, script, fn=show):
    script.run_env()
