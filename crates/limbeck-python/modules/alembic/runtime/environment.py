"""The environment in which env.py runs."""

from .. import _proxies
from .migration import MigrationContext, PLAIN_OPTIONS

# Names that env.py files import for annotations.
IncludeNameFn = IncludeObjectFn = ProcessRevisionDirectiveFn = OnVersionApplyFn = None
RenderItemFn = CompareServerDefault = CompareType = NameFilterType = NameFilterParentNames = None


class EnvironmentContext:
    """What `alembic.context` stands for."""

    config = None
    script = None
    _migration_context = None
    _run = None

    def __init__(self, config, script, **kw):
        self.config = config
        self.script = script
        self.context_opts = kw

    @classmethod
    def _of_run(cls, info):
        """The environment of the run that `context.info` describes."""
        from ..config import Config
        from ..script import ScriptDirectory

        config = _proxies.configs[-1] if _proxies.configs else Config._of_run(info)
        made = cls(config, ScriptDirectory._of_run(info))
        made._run = info.get("run")
        made._info = info
        made.context_opts = {
            "as_sql": bool(info.get("offline")),
            "starting_rev": info.get("starting_revision"),
            "destination_rev": info.get("destination", info.get("revision_argument")),
            "tag": info.get("tag"),
        }
        return made

    def __enter__(self):
        _proxies.environments.append(self)
        return self

    def __exit__(self, *raised):
        _proxies.environments.remove(self)

    def is_offline_mode(self):
        return self.context_opts.get("as_sql", False)

    def is_transactional_ddl(self):
        return self.get_context().impl.transactional_ddl

    def requires_connection(self):
        return not self.is_offline_mode()

    def get_head_revision(self):
        return self.script.as_revision_number("head")

    def get_head_revisions(self):
        return self.script.as_revision_number("heads")

    def get_starting_revision_argument(self):
        if self._migration_context is not None:
            return self.script.as_revision_number(self.get_context()._start_from_rev)
        if self.context_opts.get("starting_rev") is not None:
            return self.script.as_revision_number(self.context_opts["starting_rev"])
        if self.is_offline_mode():
            return None
        from ..util.exc import CommandError

        raise CommandError("No starting revision argument is available.")

    def get_revision_argument(self):
        return self.script.as_revision_number(self.context_opts.get("destination_rev"))

    def get_tag_argument(self):
        return self.context_opts.get("tag")

    def get_x_argument(self, as_dictionary=False):
        info = getattr(self, "_info", None)
        if info is not None:
            values = list(info.get("x") or ())
        else:
            values = list(getattr(self.config.cmd_opts, "x", None) or ())
        if not as_dictionary:
            return values
        return {value.partition("=")[0]: value.partition("=")[2] for value in values}

    def configure(self, connection=None, url=None, dialect_name=None, dialect_opts=None,
                  transactional_ddl=None, transaction_per_migration=False, output_buffer=None,
                  starting_rev=None, tag=None, template_args=None, render_as_batch=False,
                  target_metadata=None, include_name=None, include_object=None,
                  include_schemas=False, process_revision_directives=None, compare_type=True,
                  compare_server_default=False, render_item=None, literal_binds=False,
                  upgrade_token="upgrades", downgrade_token="downgrades",
                  alembic_module_prefix="op.", sqlalchemy_module_prefix="sa.",
                  user_module_prefix=None, on_version_apply=None, autogenerate_plugins=None,
                  **kw):
        opts = self.context_opts
        given = {
            "transactional_ddl": transactional_ddl, "output_buffer": output_buffer,
            "render_item": render_item, "autogenerate_plugins": autogenerate_plugins,
            "compare_server_default": compare_server_default, "template_args": template_args,
        }
        opts.update({name: value for name, value in given.items() if value is not None})
        if starting_rev:
            opts["starting_rev"] = starting_rev
        if tag:
            opts["tag"] = tag
        if "output_buffer" not in opts and self.config.output_buffer is not None:
            opts["output_buffer"] = self.config.output_buffer
        opts.update(
            transaction_per_migration=transaction_per_migration, target_metadata=target_metadata,
            include_name=include_name, include_object=include_object,
            include_schemas=include_schemas, render_as_batch=render_as_batch,
            upgrade_token=upgrade_token, downgrade_token=downgrade_token,
            sqlalchemy_module_prefix=sqlalchemy_module_prefix,
            alembic_module_prefix=alembic_module_prefix, user_module_prefix=user_module_prefix,
            literal_binds=literal_binds, process_revision_directives=process_revision_directives,
            on_version_apply=_as_tuple(on_version_apply), compare_type=compare_type,
            script=self.script,
        )
        opts.update(kw)
        self._migration_context = MigrationContext.configure(
            connection=connection, url=url, dialect_name=dialect_name, environment_context=self,
            dialect_opts=dialect_opts, opts=opts,
        )

    def run_migrations(self, **kw):
        context = self.get_context()
        _proxies.operations.append(_proxies.OperationsToBe(context))
        try:
            context.run_migrations(**kw)
        finally:
            _proxies.operations.pop()

    def execute(self, sql, execution_options=None):
        self.get_context().execute(sql, execution_options=execution_options)

    def static_output(self, text):
        self.get_context().impl.static_output(text)

    def begin_transaction(self):
        return self.get_context().begin_transaction()

    def get_context(self):
        if self._migration_context is None:
            raise Exception("No context has been configured yet.")
        return self._migration_context

    def get_bind(self):
        return self.get_context().bind

    def get_impl(self):
        return self.get_context().impl


def _as_tuple(value):
    if value is None:
        return ()
    return (value,) if callable(value) else tuple(value)
