"""Sessions to be awaited, over the ORM's own."""

from ...util.langhelpers import Subscripted


class AsyncAttrs:
    """A mixin of mapped classes; attributes are loaded when they are read anyway."""

    @property
    def awaitable_attrs(self):
        return _AwaitableAttributes(self)


class _AwaitableAttributes:
    def __init__(self, instance):
        self._instance = instance

    def __getattr__(self, name):
        async def read():
            return getattr(self._instance, name)

        return read()


def _sync(bind):
    return getattr(bind, "sync_engine", None) or getattr(bind, "sync_connection", bind)


class AsyncSession:
    """A session over a synchronous one, `sync_session`."""

    def __init__(self, bind=None, *, sync_session_class=None, **kw):
        from ...orm import Session

        self.bind = bind
        self.sync_session = (sync_session_class or Session)(bind=_sync(bind), **kw)
        self.sync_session._proxy = self

    def __getattr__(self, name):
        if name in ("add", "add_all", "expunge", "expunge_all", "new", "dirty", "deleted",
                    "is_active", "in_transaction", "no_autoflush", "expire", "expire_all",
                    "info", "identity_map", "get_transaction"):
            return getattr(self.sync_session, name)
        if name in _AWAITED:
            method = getattr(self.sync_session, name)

            async def call(*args, **kw):
                return method(*args, **kw)

            return call
        raise AttributeError(f"'AsyncSession' object has no attribute {name!r}")

    async def run_sync(self, fn, *arg, **kw):
        return fn(self.sync_session, *arg, **kw)

    async def connection(self, **kw):
        from .engine import AsyncConnection

        return AsyncConnection(self.bind, self.sync_session.connection(**kw))

    def begin(self):
        return _SessionBlock(self)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *raised):
        self.sync_session.close()


_AWAITED = frozenset(
    "execute scalar scalars get refresh flush commit rollback close delete merge stream".split()
)


class _SessionBlock:
    def __init__(self, session):
        self.session = session

    async def __aenter__(self):
        return self.session

    async def __aexit__(self, kind, *raised):
        sync = self.session.sync_session
        if kind is None:
            sync.commit()
        else:
            sync.rollback()


class async_sessionmaker(Subscripted):
    """Makes sessions with the same arguments."""

    def __init__(self, bind=None, *, class_=AsyncSession, **kw):
        self.class_ = class_
        self.kw = {"bind": bind, **kw}

    def __call__(self, **local):
        return self.class_(**{**self.kw, **local})

    def configure(self, **new):
        self.kw.update(new)


class async_scoped_session(Subscripted):
    """One session for each scope."""

    def __init__(self, session_factory, scopefunc):
        self._factory, self._scope, self._made = session_factory, scopefunc, {}

    def __call__(self, **kw):
        scope = self._scope()
        if scope not in self._made:
            self._made[scope] = self._factory(**kw)
        return self._made[scope]

    def __getattr__(self, name):
        return getattr(self(), name)

    async def remove(self):
        made = self._made.pop(self._scope(), None)
        if made is not None:
            await made.close()


def async_session(session):
    """The async session over a synchronous one, or None."""
    return getattr(session, "_proxy", None)


def async_object_session(instance):
    from ...orm import object_session

    session = object_session(instance)
    return None if session is None else async_session(session)
