import os
from logging.config import fileConfig

import models
from alembic import context
from alembic.autogenerate import comparators
from alembic.operations import ops
from alembic.util import DispatchPriority
from sqlalchemy import engine_from_config, pool

config = context.config
fileConfig(config.config_file_name)


@comparators.dispatch_for("schema")
def before(autogen_context, upgrade_ops, schemas):
    if os.environ.get("COMPARATORS"):
        upgrade_ops.ops.append(ops.CreateTableOp("made_before", [models.Column("id", models.Integer)]))


@comparators.dispatch_for("schema", priority=DispatchPriority.LAST)
def after(autogen_context, upgrade_ops, schemas):
    if os.environ.get("COMPARATORS"):
        print("after:", [type(each).__name__ for each in upgrade_ops.ops])
        upgrade_ops.ops.append(ops.CreateTableOp("made_after", [models.Column("id", models.Integer)]))


def compare_server_default(context, inspected, metadata, found, wanted, rendered):
    print(metadata.name, found, type(wanted).__name__, str(getattr(wanted, "arg", None)), rendered)
    return None


def render_item(kind, obj, autogen_context):
    if kind == "server_default" and obj is not None:
        return "defaults[%r]" % str(obj.arg)
    if kind == "column" and obj.name == "unwritten":
        return None
    return False


connectable = engine_from_config(
    config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.",
    poolclass=pool.NullPool,
)
with connectable.connect() as connection:
    context.configure(
        connection=connection, target_metadata=models.metadatas[os.environ.get("MODELS", "plain")],
        compare_server_default=compare_server_default,
        render_item=render_item if os.environ.get("RENDER") else None,
    )
    with context.begin_transaction():
        context.run_migrations()
