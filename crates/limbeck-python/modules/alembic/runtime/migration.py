"""The migration that runs: its connection, its options, and what Rust calls back for."""

from sys import modules, path as search_path

import _limbeck

PLAIN_OPTIONS = (
    "transactional_ddl", "transaction_per_migration", "starting_rev", "tag", "literal_binds",
    "version_table", "version_table_schema", "version_table_pk", "render_as_batch",
    "upgrade_token", "downgrade_token", "alembic_module_prefix", "sqlalchemy_module_prefix",
    "user_module_prefix", "include_schemas", "compare_type", "compare_server_default",
    "autogenerate_plugins", "output_encoding", "mssql_batch_separator",
    "oracle_batch_separator",
)
CALLABLES = (
    "include_name", "include_object", "process_revision_directives", "render_item",
    "compare_type", "compare_server_default", "on_version_apply",
)
_current = []
# Those whose steps are under way; a step may configure others.
_running = []


def current_context():
    """The migration context whose steps run, else the one configured last."""
    if _running:
        return _running[-1]
    return _current[-1] if _current else None


class _AsCurrent:
    """While entered, schema items describe themselves for the dialect of the context."""

    __slots__ = ("dialect",)

    def __init__(self, dialect):
        self.dialect = dialect

    def __enter__(self):
        from sqlalchemy.sql.base import _dialects

        _dialects.append(self.dialect)

    def __exit__(self, *raised):
        from sqlalchemy.sql.base import _dialects

        _dialects.pop()


class _Transaction:
    """`with context.begin_transaction():`; Rust decides whether that opens one."""

    def __init__(self, context):
        self.context = context

    def __enter__(self):
        _limbeck.call("context.begin", {"context": self.context._id})
        return self

    def __exit__(self, kind, *raised):
        self._end(kind is not None)

    def _end(self, error):
        _limbeck.call("context.end", {"context": self.context._id, "error": error})

    def commit(self):
        self._end(False)

    def rollback(self):
        self._end(True)


class _AutocommitBlock:
    """`with context.autocommit_block():`"""

    def __init__(self, context):
        self.context = context

    def __enter__(self):
        _limbeck.call("context.autocommit_begin", {"context": self.context._id})

    def __exit__(self, kind, *raised):
        _limbeck.call(
            "context.autocommit_end", {"context": self.context._id, "error": kind is not None}
        )


def _convention_of(target):
    """The templates of the metadata's naming convention, or None where it has none."""
    if getattr(type(target), "_limbeck_placeholder", False):
        # Of what the metadata holds, the steps of a migration need this alone.
        folders = [path for path in search_path if "-packages" not in path]
        place = _limbeck.call("config.convention", {"folders": folders})
        if place is not None:
            target._limbeck_fail(f"for its naming convention: {place}")
        return None
    convention = getattr(target, "naming_convention", None)
    if not convention:
        return None
    from sqlalchemy.sql.naming import convention_templates

    return convention_templates(convention) or None


class MigrationContext:
    """A database, or a script for one, that is being migrated."""

    def __init__(self, dialect, connection, opts, environment_context=None):
        self.environment_context = environment_context
        self.opts = opts
        self.dialect = dialect
        self.script = opts.get("script")
        self.as_sql = bool(opts.get("as_sql", False))
        self.connection = connection
        self.version_table = opts.get("version_table", "alembic_version")
        self.version_table_schema = opts.get("version_table_schema")
        self.on_version_apply_callbacks = opts.get("on_version_apply", ())
        self._start_from_rev = opts.get("starting_rev")
        self._user_compare_type = opts.get("compare_type", True)
        self._user_compare_server_default = opts.get("compare_server_default", False)
        self._id = None
        self._run_kw = {}
        self.transactional_ddl = opts.get("transactional_ddl")
        self.output_buffer = opts.get("output_buffer")

    @classmethod
    def configure(cls, connection=None, url=None, dialect_name=None, dialect=None,
                  environment_context=None, dialect_opts=None, opts=None):
        """A context for a connection, or for the dialect of a URL or of this name."""
        opts = {} if opts is None else opts
        if connection is not None:
            if not hasattr(connection, "execute"):
                from ..util.exc import CommandError

                raise CommandError(
                    "'connection' argument to configure() is expected to be a "
                    f"sqlalchemy.engine.Connection instance, got {connection!r}"
                )
            dialect = connection.dialect
        elif not (url or dialect_name or dialect):
            raise Exception("Connection, url, or dialect_name is required.")
        context = cls(dialect, connection, opts, environment_context)
        context._configure(url, dialect_name or getattr(dialect, "name", None), dialect_opts)
        _current.append(context)
        return context

    def _configure(self, url, dialect_name, dialect_opts):
        payload = {
            name: self.opts[name]
            for name in PLAIN_OPTIONS
            if self.opts.get(name) is not None and not callable(self.opts[name])
        }
        target = self.opts.get("target_metadata")
        convention = _convention_of(target)
        payload.update(
            connection=getattr(self._connection, "_id", None),
            url=None if url is None else _url_text(url),
            dialect_name=dialect_name,
            dialect_opts={
                key: value for key, value in (dialect_opts or {}).items() if not callable(value)
            },
            naming_convention=convention,
            as_sql=self.as_sql,
            callables=[name for name in CALLABLES if _is_callable(self.opts.get(name))],
            has_target_metadata=target is not None,
            output_buffer=self.output_buffer is not None,
        )
        engine = getattr(self._connection, "engine", None)
        if engine is not None and (engine.echo or _is_logged()):
            engine._shows = True
            _limbeck.call("heard.listen", None)
        answer = _limbeck.call("context.configure", payload) or {}
        self._id = answer.get("context")
        self.as_sql = bool(answer.get("as_sql", self.as_sql))
        if answer.get("transactional_ddl") is not None:
            self.transactional_ddl = answer["transactional_ddl"]
        described = answer.get("dialect")
        if self.dialect is None or isinstance(self.dialect, str):
            from sqlalchemy.dialects._base import dialect_named

            self.dialect = dialect_named(
                described["name"], described.get("driver"),
                paramstyle=described.get("paramstyle"),
                server_version_info=described.get("server_version_info"),
            )

    def _target(self):
        """The target metadata; None for a placeholder, which then has no naming convention."""
        target = self.opts.get("target_metadata")
        return None if getattr(type(target), "_limbeck_placeholder", False) else target

    @property
    def impl(self):
        found = self.__dict__.get("_impl")
        if found is None:
            from ..ddl.impl import DefaultImpl

            found = self._impl = DefaultImpl.get_by_dialect(self.dialect)(
                self.dialect, self.connection, self.as_sql, self.transactional_ddl,
                self.output_buffer, self.opts, context=self,
            )
        return found

    @property
    def config(self):
        environment = self.environment_context
        return environment.config if environment is not None else None

    @property
    def connection(self):
        """The connection; with `--sql`, something that prints what it is told to execute."""
        if not self.as_sql:
            return self._connection
        found = self.__dict__.get("_offline_connection")
        if found is None:
            from sqlalchemy.engine.mock import MockConnection

            found = MockConnection(self.dialect, self._execute_offline)
            found._invoke_operation = self._invoke
            self._offline_connection = found
        return found

    @connection.setter
    def connection(self, connection):
        self._connection = connection

    @property
    def bind(self):
        return self.connection

    def _as_current(self):
        return _AsCurrent(self.dialect)

    def _invoke(self, operation):
        if self._id is not None:
            operation["context"] = self._id
        return _limbeck.call("invoke", operation)

    def begin_transaction(self, _per_migration=False):
        return _Transaction(self)

    def autocommit_block(self):
        return _AutocommitBlock(self)

    def execute(self, sql, execution_options=None):
        from ..operations._wire import _plain, statement

        with self._as_current():
            wire = statement(sql, self.as_sql)
            options = execution_options or getattr(sql, "_execution_options", None) or {}
            return _limbeck.call(
                "context.execute",
                {
                    "context": self._id,
                    "executable": wire,
                    "options": {key: value for key, value in options.items() if _plain(value)},
                },
            )

    def _execute_offline(self, construct, *parameters, **kw):
        self.execute(construct)

    def get_current_heads(self):
        return tuple(_limbeck.call("context.current_heads", {"context": self._id}))

    def get_current_revision(self):
        heads = self.get_current_heads()
        if len(heads) > 1:
            from ..util.exc import CommandError

            raise CommandError(
                f"Version table '{self.version_table}' has more than one head present; please "
                "use get_current_heads()"
            )
        return heads[0] if heads else None

    def _ensure_version_table(self, purge=False):
        _limbeck.call("context.ensure_version_table", {"context": self._id, "purge": purge})

    def _has_version_table(self):
        return _limbeck.call("context.has_version_table", {"context": self._id})

    def stamp(self, script_directory, revision):
        payload = {"context": self._id, "revisions": list(_tuple(revision))}
        if script_directory._config is not None:
            payload["config"] = script_directory._config
        _limbeck.call("context.stamp", payload)

    def run_migrations(self, **kw):
        self._run_kw = kw
        convention = getattr(self._target(), "_convention", None)
        if kw or convention is not None and convention()[1] or _has_own_directives():
            _limbeck.interpret_scripts()
        choose = self.opts.get("fn")
        _running.append(self)
        try:
            if choose is None:
                _limbeck.call("context.run_migrations", {"context": self._id})
            else:
                self._run_chosen(choose)
        finally:
            _running.pop()

    def _run_chosen(self, choose):
        """Runs the steps that the function of an EnvironmentContext chooses."""
        heads = _limbeck.call("context.starting_heads", {"context": self._id})
        steps = list(choose(tuple(heads), self) or ())
        directions = {step._direction for step in steps}
        if len(directions) > 1:
            raise NotImplementedError(
                "EnvironmentContext(fn=..): steps of one direction can be run at a time, not "
                + " and ".join(sorted(directions))
            )
        for direction in directions:
            _limbeck.call("context.run_chosen", {
                "context": self._id, "direction": direction, "rows": heads,
                "revisions": [revision for step in steps for revision in step._revisions()],
                "config": getattr(self.script, "_config", None),
            })

    def _has_version_table(self):
        from sqlalchemy.inspection import inspect

        return inspect(self.connection).has_table(
            self.version_table, schema=self.version_table_schema
        )


def _has_own_directives():
    """Whether env.py has put something of its own in the place of directives."""
    op, base = modules.get("alembic.op"), modules.get("alembic.operations.base")
    owners = [owner for owner in (op, base and base.Operations) if owner is not None]
    return any(
        not name.startswith("_") and not getattr(value, "__module__", "").startswith("alembic.")
        for owner in owners
        for name, value in vars(owner).items()
        if callable(value)
    )


def _url_text(url):
    render = getattr(url, "render_as_string", None)
    return str(url) if render is None else render(hide_password=False)


def _is_callable(value):
    return callable(value) or isinstance(value, tuple) and any(callable(item) for item in value)


class MigrationInfo:
    """What a step did, for `on_version_apply`."""

    def __init__(self, revision_map, is_upgrade, is_stamp, up_revisions, down_revisions):
        self.revision_map = revision_map
        self.is_upgrade = is_upgrade
        self.is_stamp = is_stamp
        self.up_revision_ids = _tuple(up_revisions)
        self.up_revision_id = self.up_revision_ids[0] if self.up_revision_ids else None
        self.down_revision_ids = _tuple(down_revisions)

    @property
    def is_migration(self):
        return not self.is_stamp

    @property
    def source_revision_ids(self):
        return self.down_revision_ids if self.is_upgrade else self.up_revision_ids

    @property
    def destination_revision_ids(self):
        return self.up_revision_ids if self.is_upgrade else self.down_revision_ids

    def _revisions(self, ids):
        return tuple(self.revision_map.get_revision(id_) for id_ in ids)

    @property
    def up_revision(self):
        return self.revision_map.get_revision(self.up_revision_id)

    @property
    def up_revisions(self):
        return self._revisions(self.up_revision_ids)

    @property
    def down_revisions(self):
        return self._revisions(self.down_revision_ids)

    @property
    def source_revisions(self):
        return self._revisions(self.source_revision_ids)

    @property
    def destination_revisions(self):
        return self._revisions(self.destination_revision_ids)


class RevisionStep:
    """One revision, up or down."""

    def __init__(self, revision_map, revision, is_upgrade):
        self.revision_map = revision_map
        self.revision = revision
        self.is_upgrade = is_upgrade
        self.is_downgrade = not is_upgrade

    @property
    def _direction(self):
        return "upgrade" if self.is_upgrade else "downgrade"

    def _revisions(self):
        return [self.revision.revision]

    @property
    def doc(self):
        return self.revision.doc

    @property
    def from_revisions(self):
        down = _tuple(self.revision.down_revision)
        return down if self.is_upgrade else (self.revision.revision,)

    @property
    def to_revisions(self):
        down = _tuple(self.revision.down_revision)
        return (self.revision.revision,) if self.is_upgrade else down

    from_revisions_no_deps = from_revisions
    to_revisions_no_deps = to_revisions

    @property
    def short_log(self):
        sides = ", ".join(self.from_revisions), ", ".join(self.to_revisions)
        return f"{self._direction} {sides[0]} -> {sides[1]}"

    def __str__(self):
        return f"{self.short_log}, {self.doc}" if self.doc else self.short_log


class StampStep:
    """The rows of a revision, or of several."""

    _direction = "stamp"

    def __init__(self, revision):
        self.revision = revision

    def _revisions(self):
        return _tuple(self.revision)


def _is_logged():
    """Whether the log is set up so that it wants the statements of engines."""
    logging = modules.get("logging")
    if logging is None:
        return False
    return logging.getLogger("sqlalchemy.engine.Engine").isEnabledFor(logging.INFO)


def _tuple(value):
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _run_step(module, direction):
    """Runs `upgrade` or `downgrade` of a script with what `run_migrations` was given."""
    context = current_context()
    getattr(module, direction)(**(context._run_kw if context is not None else {}))


def _run_upgrade(module):
    _run_step(module, "upgrade")


def _run_downgrade(module):
    _run_step(module, "downgrade")


def _write_output(text):
    """Adds to the script of `--sql` where env.py has named a file for it."""
    current_context().output_buffer.write(text)


def _run_plain_step(module, direction, info):
    """Runs a step where no env.py has configured a context: `info` is as its answer."""
    from ..operations.base import Operations

    context = current_context()
    if context is None or context._id != info.get("context"):
        context = MigrationContext(None, None, {"as_sql": bool(info.get("as_sql"))})
        context._adopt(info)
        _current.append(context)
    with Operations.context(context):
        getattr(module, direction)()


def _adopt(self, info):
    from sqlalchemy.dialects._base import dialect_named

    described = info["dialect"]
    self._id = info.get("context")
    self.transactional_ddl = info.get("transactional_ddl")
    self.dialect = dialect_named(
        described["name"], described.get("driver"), paramstyle=described.get("paramstyle"),
        server_version_info=described.get("server_version_info"),
    )
    if info.get("connection") is not None:
        from sqlalchemy.engine.base import Connection

        self.connection = Connection._from_id(info["connection"])
        self.dialect = self.connection.dialect


MigrationContext._adopt = _adopt


def _version_applied(info):
    """Tells the callbacks of `on_version_apply` of a step that is done."""
    context = current_context()
    if context is None:
        return
    step = MigrationInfo(
        context.script, info["is_upgrade"], info.get("is_stamp", False),
        info.get("up_revisions"), info.get("down_revisions"),
    )
    for callback in context.on_version_apply_callbacks:
        callback(ctx=context, step=step, heads=set(info.get("heads") or ()),
                 run_args=context._run_kw)


def _reset():
    """Forgets every context and environment, for a host that runs several commands."""
    from .. import _proxies

    _current.clear()
    _running.clear()
    _proxies.environments.clear()
    _proxies.operations.clear()
