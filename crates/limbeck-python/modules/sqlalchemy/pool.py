"""Connection pools: whether a connection is kept for the next one who asks."""

from .engine.base import _Listened
from .engine._dbapi import PoolProxiedConnection


class Pool(_Listened):
    """Keeps one idle connection; migrations never have two users for one."""

    _keeps = True
    _shares = False

    def __init__(self, creator=None, **kw):
        self._engine = None
        self._idle = []
        self._shared = None
        self._connected = False
        self._out = 0

    @classmethod
    def _of(cls, engine, chosen):
        if chosen is None:
            chosen = StaticPool if engine._is_memory() else QueuePool
        pool = chosen() if isinstance(chosen, type) else chosen
        pool._engine = engine
        return pool

    def _fire_all(self, event, raw, *more):
        # Listeners of the pool, and of the engine that it belongs to.
        for function in (*self._heard(event), *self._engine._heard(event)):
            function(raw, raw._record, *more)

    def _take(self):
        if self._shares:
            if self._shared is None:
                self._shared = self._engine._connect_raw()
            raw = self._shared
        else:
            raw = self._idle.pop() if self._idle else self._engine._connect_raw()
        self._out += 1
        self._fire_all("checkout", raw, PoolProxiedConnection(raw))
        return raw

    def _give_back(self, raw):
        self._out -= 1
        self._fire_all("checkin", raw)
        if self._shares:
            return
        if self._keeps and not self._idle:
            self._idle.append(raw)
        else:
            self._fire_all("close", raw)
            raw.close()

    def _forget(self, raw):
        pass

    def connect(self):
        return self._engine.raw_connection()

    def dispose(self):
        for raw in self._idle:
            raw.close()
        self._idle = []
        if self._shared is not None:
            self._shared.close()
            self._shared = None

    def recreate(self):
        return type(self)()

    def size(self):
        return len(self._idle)

    def checkedout(self):
        return self._out

    def checkedin(self):
        return len(self._idle)

    def overflow(self):
        return 0

    def status(self):
        return f"{type(self).__name__} connections out: {self._out}"


class QueuePool(Pool):
    pass


class AsyncAdaptedQueuePool(QueuePool):
    pass


class FallbackAsyncAdaptedQueuePool(QueuePool):
    pass


class NullPool(Pool):
    _keeps = False


class SingletonThreadPool(Pool):
    _shares = True


class StaticPool(Pool):
    _shares = True


class AssertionPool(Pool):
    pass


class PoolResetState:
    transaction_was_reset = True
    terminate_only = asyncio_safe = False


class ManagesConnection:
    pass


ConnectionPoolEntry = PoolProxiedConnection
