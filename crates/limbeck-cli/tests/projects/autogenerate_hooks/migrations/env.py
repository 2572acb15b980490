from logging.config import fileConfig

from alembic import context
from sqlalchemy import engine_from_config, pool

from alembic.autogenerate import rewriter
from alembic.operations import ops
from models import Base, Money, Point

writer = rewriter.Rewriter()


@writer.rewrites(ops.CreateTableOp)
def order_columns(context, revision, op):
    special = {"id": -100, "note": 100}
    columns = [(special.get(column.name, index), column) for index, column in enumerate(op.columns)]
    return ops.CreateTableOp(
        op.table_name, [column for _, column in sorted(columns, key=lambda pair: pair[0])],
        schema=op.schema, **op.kw,
    )


@writer.rewrites(ops.AddColumnOp)
def not_null_in_two_steps(context, revision, op):
    if op.column.nullable:
        return op
    op.column.nullable = True
    return [op, ops.AlterColumnOp(op.table_name, op.column.name, modify_nullable=False,
                                  existing_type=op.column.type, schema=op.schema)]


def process_revision_directives(context, revision, directives):
    script = directives[0]
    if getattr(context.config.cmd_opts, "autogenerate", False) and script.upgrade_ops.is_empty():
        directives[:] = []
        print("nothing to write")
        return
    writer(context, revision, directives)
    script.rev_id = "r%03d" % (0 if not revision else int(revision[0][1:]) + 1)
    script.message = (script.message or "") + " numbered"
    script.imports.add("import decimal")


def include_object(object, name, type_, reflected, compare_to):
    if type_ == "table" and reflected and compare_to is None:
        return not name.startswith("legacy")
    if type_ == "column" and not reflected and object.info.get("skip"):
        return False
    return True


def render_item(type_, obj, autogen_context):
    if type_ == "type" and isinstance(obj, Money):
        autogen_context.imports.add("from models import Money")
        return f"Money({obj.digits})"
    if type_ == "server_default":
        return False
    if type_ == "check":
        return None
    return False


def compare_type(context, inspected_column, metadata_column, inspected_type, metadata_type):
    if isinstance(metadata_type, Point):
        return False
    return None


def compare_server_default(context, inspected_column, metadata_column, inspected_default,
                           metadata_default, rendered_metadata_default):
    def plain(text):
        return None if text is None else text.strip("'")

    return plain(inspected_default) != plain(rendered_metadata_default)


config = context.config
fileConfig(config.config_file_name)

connectable = engine_from_config(
    config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.",
    poolclass=pool.NullPool,
)
with connectable.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata, include_object=include_object,
        process_revision_directives=process_revision_directives, render_item=render_item,
        compare_type=compare_type, compare_server_default=compare_server_default,
        user_module_prefix="models.", sqlalchemy_module_prefix="sa.",
    )
    with context.begin_transaction():
        context.run_migrations()
