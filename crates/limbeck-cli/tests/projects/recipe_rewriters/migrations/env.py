"""Filters and rewriters over what autogenerate found, one recipe at a time."""

import os
from logging.config import fileConfig

import models
from alembic import context
from alembic.autogenerate import rewriter
from alembic.operations import ops
from sqlalchemy import engine_from_config, pool

config = context.config
fileConfig(config.config_file_name)

exists = rewriter.Rewriter()


@exists.rewrites(ops.CreateTableOp)
@exists.rewrites(ops.CreateIndexOp)
def if_not_exists(migration_context, revision, op):
    op.if_not_exists = True
    return op


@exists.rewrites(ops.DropTableOp)
@exists.rewrites(ops.DropIndexOp)
def if_exists(migration_context, revision, op):
    op.if_exists = True
    return op


def filter_dropped(migration_context, revision, directives):
    """Leaves out the DROP INDEX of tables that are dropped as a whole."""
    for directive in directives:
        dropped = {
            (op.schema, op.table_name)
            for op in directive.upgrade_ops.ops if isinstance(op, ops.DropTableOp)
        }
        kept = []
        for op in directive.upgrade_ops.ops:
            if isinstance(op, ops.ModifyTableOps) and (op.schema, op.table_name) in dropped:
                op.ops = [each for each in op.ops if not isinstance(each, ops.DropIndexOp)]
            kept.append(op)
        directive.upgrade_ops.ops = [
            op for op in kept if not isinstance(op, ops.ModifyTableOps) or op.ops
        ]


def no_changes(migration_context, revision, directives):
    """Writes no empty revision."""
    if config.cmd_opts.autogenerate and directives[0].upgrade_ops.is_empty():
        directives[:] = []


two_steps = rewriter.Rewriter()
comments = rewriter.Rewriter()


@two_steps.rewrites(ops.AddColumnOp)
def nullable_first(migration_context, revision, op):
    if op.column.nullable:
        return op
    op.column.nullable = True
    return [op, ops.AlterColumnOp(
        op.table_name, op.column.name, modify_nullable=False, existing_type=op.column.type,
    )]


@comments.rewrites(ops.AlterColumnOp)
def with_comment(migration_context, revision, op):
    op.modify_comment = "changed"
    return op


def include_object(item, name, kind, reflected, compare_to):
    return not item.info.get("is_view", False)


recipes = {
    "exists": exists, "filter": filter_dropped, "empty": no_changes,
    "chained": two_steps.chain(comments), "none": None,
}
engine = engine_from_config(
    config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool,
)
with engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=models.metadatas[os.environ.get("MODELS", "first")],
        process_revision_directives=recipes[os.environ.get("RECIPE", "none")],
        include_object=include_object,
    )
    with context.begin_transaction():
        context.run_migrations()
