"""Mixins for models."""

import datetime


def _now():
    return datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)


class Timestamp:
    """`created` and `updated` columns."""

    @classmethod
    def __init_subclass__(cls, **kw):
        from sqlalchemy import Column, DateTime

        if "created" not in cls.__dict__:
            cls.created = Column(DateTime, default=_now, nullable=False)
        if "updated" not in cls.__dict__:
            cls.updated = Column(DateTime, default=_now, nullable=False)
        super().__init_subclass__(**kw)


def generic_repr(*fields):
    """Decorates a model; its `repr` plays no part in migrations."""
    return fields[0] if len(fields) == 1 and isinstance(fields[0], type) else lambda cls: cls
