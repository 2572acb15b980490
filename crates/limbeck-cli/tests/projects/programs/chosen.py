"""Steps that a program chooses."""
import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
config = Config("alembic.ini")
scripts = ScriptDirectory.from_config(config)
engine = sa.create_engine("sqlite:///q3.db")
def run(fn, **opts):
    with EnvironmentContext(config, scripts, fn=fn, **opts) as env:
        with engine.begin() as connection:
            env.configure(connection=connection, **{k: v for k, v in opts.items() if k == "version_table"})
            with env.begin_transaction():
                env.run_migrations()
run(lambda rev, context: scripts._upgrade_revs("p001", rev))
print(sa.inspect(engine).get_table_names())
run(lambda rev, context: scripts._upgrade_revs("heads", rev))
print(sa.inspect(engine).get_table_names())
run(lambda rev, context: scripts._downgrade_revs("base", rev))
print(sa.inspect(engine).get_table_names())
run(lambda rev, context: scripts._stamp_revs("head", rev))
seen = []
def peek(rev, context):
    seen.append((rev, context.get_current_heads()))
    return []
run(peek)
print(seen)
def offline():
    import io
    text = io.StringIO()
    with EnvironmentContext(config, scripts, fn=lambda rev, c: scripts._upgrade_revs("head", rev), as_sql=True, destination_rev="head") as env:
        env.configure(dialect_name="postgresql", output_buffer=text)
        with env.begin_transaction():
            env.run_migrations()
    print(text.getvalue())
offline()
