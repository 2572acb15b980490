"""`create_engine` and what reads its arguments."""

from .url import make_url

# Options of create_engine that change nothing here, or that the engine reads itself.
_OPTIONS = frozenset(
    """
    connect_args creator dialect echo echo_pool empty_in_strategy enable_from_linting
    execution_options future hide_parameters implicit_returning insertmanyvalues_page_size
    isolation_level json_deserializer json_serializer label_length logging_name
    max_identifier_length max_overflow module paramstyle plugins pool pool_logging_name
    pool_pre_ping pool_recycle pool_reset_on_return pool_size pool_timeout pool_use_lifo
    poolclass query_cache_size server_side_cursors skip_autocommit_rollback
    supports_native_boolean use_insertmanyvalues
    """.split()
)
# Those that the drivers of one database take besides.
_OF_DIALECT = {
    "postgresql": frozenset(
        "client_encoding executemany_batch_page_size executemany_mode native_inet_types "
        "use_native_hstore".split()
    ),
    "sqlite": frozenset(("native_datetime",)),
}


def create_engine(url, **kwargs):
    """An engine; nothing is connected yet."""
    from .base import Engine

    url = make_url(url)
    _check_outdated(kwargs)
    known = _OPTIONS | _OF_DIALECT.get(url.get_backend_name(), frozenset())
    unknown = [name for name in kwargs if name not in known]
    if unknown:
        names = ",".join(repr(name) for name in unknown)
        raise TypeError(
            f"Invalid argument(s) {names} sent to create_engine(), using configuration "
            f"{url.drivername}/Engine.  Please check that the keyword arguments are appropriate "
            "for this combination of components."
        )
    if kwargs.get("creator") is not None:
        from ..exc import ArgumentError

        raise ArgumentError(
            "create_engine(creator=..) hands over a connection of a Python driver, which is not "
            "there under Limbeck: give the URL and connect_args instead"
        )
    return Engine(url, kwargs)


def _check_outdated(options):
    """Refuses what older versions of SQLAlchemy took."""
    from ..exc import ArgumentError

    if "strategy" in options:
        raise ArgumentError("unknown strategy: %r" % options["strategy"])
    if not options.get("future", True):
        raise ArgumentError("The 'future' parameter passed to create_engine() may only be True.")


def engine_from_config(configuration, prefix="sqlalchemy.", **kwargs):
    """An engine from the keys of a configuration that begin with `prefix`."""
    options = {
        key[len(prefix):]: value for key, value in configuration.items() if key.startswith(prefix)
    }
    options["_coerce_config"] = True
    options.update(kwargs)
    url = options.pop("url")
    options.pop("_coerce_config")
    return create_engine(url, **{key: _coerced(key, value) for key, value in options.items()})


_TRUTHS = frozenset(("echo echo_pool future pool_pre_ping pool_use_lifo use_native_unicode "
                     "hide_parameters").split())
_NUMBERS = frozenset("pool_size max_overflow pool_recycle pool_timeout".split())


def _coerced(key, value):
    if not isinstance(value, str):
        return value
    if key in _TRUTHS:
        lowered = value.strip().lower()
        if lowered in ("true", "yes", "on", "y", "t", "1"):
            return True
        if lowered in ("false", "no", "off", "n", "f", "0"):
            return False
        return value
    return int(value) if key in _NUMBERS else value


def create_pool_from_url(url, **kwargs):
    return create_engine(url, **kwargs).pool
