"""Autogenerate as functions, and what those that a project registers are given."""


class AutogenContext:
    """What comparators and renderers are given."""

    def __init__(self, migration_context, metadata=None, opts=None, autogenerate=True):
        self.migration_context = migration_context
        self.opts = dict(opts if opts is not None else migration_context.opts)
        self.metadata = metadata if metadata is not None else self.opts.get("target_metadata")
        self.imports = set()
        self.connection = migration_context.bind
        self.dialect = migration_context.dialect

    @property
    def inspector(self):
        from sqlalchemy.inspection import inspect

        return inspect(self.connection)

    def _metadata_list(self):
        given = self.metadata
        return [given] if hasattr(given, "tables") else list(given or ())

    @property
    def sorted_tables(self):
        return [table for metadata in self._metadata_list() for table in metadata.sorted_tables]

    @property
    def table_key_to_table(self):
        found = {}
        for metadata in self._metadata_list():
            found.update(metadata.tables)
        return found

    def run_name_filters(self, name, type_, parent_names):
        given = self.opts.get("include_name")
        return given is None or bool(given(name, type_, parent_names))

    def run_object_filters(self, object_, name, type_, reflected, compare_to):
        given = self.opts.get("include_object")
        return given is None or bool(given(object_, name, type_, reflected, compare_to))

    run_filters = run_object_filters


class RevisionContext:
    """What `process_revision_directives` is given beside the directives."""

    def __init__(self, config=None, script_directory=None, command_args=None, **kw):
        self.config = config
        self.script_directory = script_directory
        self.command_args = command_args or {}


def compare_metadata(context, metadata):
    """The differences of the database of a context and a metadata, as tuples."""
    return produce_migrations(context, metadata).upgrade_ops.as_diffs()


def produce_migrations(context, metadata):
    """The operations that lead from the database of a context to a metadata, and back."""
    from ._run import produce

    return produce(context, metadata)


def render_python_code(
    up_or_down_op, sqlalchemy_module_prefix="sa.", alembic_module_prefix="op.",
    render_as_batch=False, imports=(), render_item=None, migration_context=None,
    user_module_prefix=None,
):
    """Operations as the body of a script's function."""
    from ._run import write

    opts = {
        "sqlalchemy_module_prefix": sqlalchemy_module_prefix,
        "alembic_module_prefix": alembic_module_prefix, "render_as_batch": render_as_batch,
        "render_item": render_item, "user_module_prefix": user_module_prefix,
    }
    return write(up_or_down_op, opts, migration_context)
