"""Async engines and sessions.

The database is spoken to synchronously either way: a coroutine here is done as soon as it
is awaited.
"""

from .engine import (
    AsyncConnection, AsyncEngine, AsyncTransaction, async_engine_from_config,
    create_async_engine, create_async_pool_from_url,
)

__all__ = [
    "AsyncConnection", "AsyncEngine", "AsyncSession", "AsyncTransaction", "AsyncAttrs",
    "async_engine_from_config", "async_object_session", "async_scoped_session", "async_session", "async_sessionmaker",
    "create_async_engine", "create_async_pool_from_url",
]
_SESSIONS = (
    "AsyncSession", "AsyncAttrs", "async_object_session", "async_scoped_session", "async_session",
    "async_sessionmaker",
)


def __getattr__(name):
    if name in _SESSIONS:
        from . import session

        return getattr(session, name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
