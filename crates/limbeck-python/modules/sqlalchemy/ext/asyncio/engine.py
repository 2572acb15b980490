"""Engines, connections and transactions to be awaited."""


def create_async_engine(url, **kw):
    """An engine for an async driver; nothing is connected yet."""
    from ...engine.create import create_engine

    return AsyncEngine(_made_async(create_engine(url, **kw)))


def async_engine_from_config(configuration, prefix="sqlalchemy.", **kwargs):
    """As `engine_from_config`."""
    from ...engine.create import engine_from_config

    return AsyncEngine(_made_async(engine_from_config(configuration, prefix, **kwargs)))


def _made_async(engine):
    # psycopg, which a URL without a driver means too, is whichever of the two is asked for.
    if engine.dialect.driver == "psycopg":
        engine.dialect.is_async = True
    return engine


def create_async_pool_from_url(url, **kw):
    return create_async_engine(url, **kw).pool


class _Awaited:
    """What `engine.connect()` gives: to be awaited, or entered by `async with`."""

    def __init__(self, start, end):
        self._start, self._end = start, end

    def __await__(self):
        return self._started().__await__()

    async def _started(self):
        return self._start()

    async def __aenter__(self):
        self._made = self._start()
        return self._made

    async def __aexit__(self, *raised):
        self._end(self._made, *raised)


class AsyncEngine:
    """An engine over a synchronous one, `sync_engine`."""

    def __init__(self, sync_engine):
        from ...exc import InvalidRequestError

        if not sync_engine.dialect.is_async:
            raise InvalidRequestError(
                "The asyncio extension requires an async driver to be used. The loaded "
                f"{sync_engine.dialect.driver!r} is not async."
            )
        self.sync_engine = sync_engine

    def __getattr__(self, name):
        if name in ("url", "pool", "dialect", "name", "driver", "echo"):
            return getattr(self.sync_engine, name)
        raise AttributeError(f"'AsyncEngine' object has no attribute {name!r}")

    @property
    def engine(self):
        return self

    def connect(self):
        return _Awaited(
            lambda: AsyncConnection(self, self.sync_engine.connect()),
            lambda connection, *raised: connection.sync_connection.close(),
        )

    def begin(self):
        def start():
            connection = AsyncConnection(self, self.sync_engine.connect())
            connection.sync_connection.begin()
            return connection

        def end(connection, kind, *raised):
            sync = connection.sync_connection
            try:
                if kind is None:
                    sync.commit()
                else:
                    sync.rollback()
            finally:
                sync.close()

        return _Awaited(start, end)

    async def dispose(self, close=True):
        self.sync_engine.dispose(close)

    def execution_options(self, **opt):
        return AsyncEngine(self.sync_engine.execution_options(**opt))

    async def raw_connection(self):
        return self.sync_engine.raw_connection()


class AsyncConnection:
    """A connection over a synchronous one, `sync_connection`."""

    def __init__(self, async_engine, sync_connection=None):
        self.engine = async_engine
        self.sync_engine = async_engine.sync_engine
        self.sync_connection = sync_connection

    def __getattr__(self, name):
        if name in ("closed", "dialect", "info", "invalidated", "in_transaction",
                    "in_nested_transaction", "default_isolation_level"):
            return getattr(self.sync_connection, name)
        raise AttributeError(f"'AsyncConnection' object has no attribute {name!r}")

    def __await__(self):
        return self._self().__await__()

    async def _self(self):
        return self

    async def __aenter__(self):
        return self

    async def __aexit__(self, *raised):
        await self.close()

    async def run_sync(self, fn, *arg, **kw):
        """Calls a plain function with the synchronous connection."""
        return fn(self.sync_connection, *arg, **kw)

    async def execute(self, statement, parameters=None, *, execution_options=None):
        return self.sync_connection.execute(
            statement, parameters, execution_options=execution_options
        )

    async def exec_driver_sql(self, statement, parameters=None, execution_options=None):
        return self.sync_connection.exec_driver_sql(statement, parameters, execution_options)

    async def scalar(self, statement, parameters=None, *, execution_options=None):
        return self.sync_connection.scalar(statement, parameters)

    async def scalars(self, statement, parameters=None, *, execution_options=None):
        return self.sync_connection.scalars(statement, parameters)

    async def execution_options(self, **opt):
        self.sync_connection.execution_options(**opt)
        return self

    async def get_raw_connection(self):
        return self.sync_connection.connection

    def begin(self):
        return AsyncTransaction(self, False)

    def begin_nested(self):
        return AsyncTransaction(self, True)

    def get_transaction(self):
        sync = self.sync_connection.get_transaction()
        return None if sync is None else AsyncTransaction(self, False, sync)

    async def commit(self):
        self.sync_connection.commit()

    async def rollback(self):
        self.sync_connection.rollback()

    async def close(self):
        self.sync_connection.close()

    aclose = close


class AsyncTransaction:
    """A transaction to be awaited, or entered by `async with`."""

    def __init__(self, connection, nested, sync_transaction=None):
        self.connection = connection
        self._nested = nested
        self.sync_transaction = sync_transaction

    def _begin(self):
        sync = self.connection.sync_connection
        self.sync_transaction = sync.begin_nested() if self._nested else sync.begin()
        return self

    def __await__(self):
        return self._begun().__await__()

    async def _begun(self):
        return self._begin()

    async def __aenter__(self):
        return self._begin()

    async def __aexit__(self, *raised):
        self.sync_transaction.__exit__(*raised)

    @property
    def is_active(self):
        return self.sync_transaction is not None and self.sync_transaction.is_active

    async def commit(self):
        self.sync_transaction.commit()

    async def rollback(self):
        self.sync_transaction.rollback()

    async def close(self):
        self.sync_transaction.close()

    async def start(self, is_ctxmanager=False):
        return self._begin()
