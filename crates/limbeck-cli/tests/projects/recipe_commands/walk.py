"""Up, down and up again, as a project's own tests do it."""
import atexit
import dataclasses
import io
import os
import sys

import sqlalchemy as sa
from alembic import command, context
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory


@dataclasses.dataclass
class Step:
    wanted: str
    tables: list


def tables(engine):
    names = sa.inspect(engine).get_table_names()
    return sorted(name for name in names if name != "alembic_version")


def main(url):
    here = os.path.dirname(os.path.abspath(__file__))
    config = Config(os.path.join(here, "alembic.ini"))
    config.set_main_option("sqlalchemy.url", url)
    engine = sa.create_engine(url)
    for step in (Step("head", ["parcel", "stop"]), Step("base", []), Step("+1", ["parcel"])):
        act = command.downgrade if step.wanted == "base" else command.upgrade
        act(config, step.wanted)
        assert tables(engine) == step.tables, (step, tables(engine))
        print(step.wanted, *tables(engine))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        config.attributes["keep_logging"] = True
        connection.execute(sa.text("INSERT INTO parcel (weight) VALUES (:weight)"), {"weight": 2})
        command.upgrade(config, "head")
        seen = MigrationContext.configure(connection)
        print(seen.get_current_heads(), connection.scalar(sa.text("SELECT weight FROM parcel")))
        from app.models import metadata

        print(compare_metadata(seen, metadata))
    del config.attributes["connection"]
    text = io.StringIO()
    config.stdout = text
    command.history(config, "base:head", indicate_current=True)
    command.heads(config)
    print(text.getvalue().splitlines())
    script = ScriptDirectory.from_config(config)
    print([each.revision for each in script.walk_revisions()], script.get_current_head())
    try:
        context.config
    except (AttributeError, NameError) as error:
        print(type(error).__name__)
    offline = Config(output_buffer=(sql := io.StringIO()))
    offline.set_main_option("script_location", os.path.join(here, "migrations"))
    offline.set_main_option("sqlalchemy.url", "postgresql://")
    command.upgrade(offline, "p001", sql=True)
    print(sql.getvalue())


@atexit.register
def closing():
    print("closed")


if __name__ == "__main__":
    print(__name__, sys.argv, sys.modules["__main__"].Step is Step)
    main(*sys.argv[1:])
    sys.exit(3)
