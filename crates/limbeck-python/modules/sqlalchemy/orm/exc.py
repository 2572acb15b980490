"""The ORM's exceptions."""

from ..exc import (
    ArgumentError,
    InvalidRequestError,
    MultipleResultsFound,
    NoResultFound,
    SQLAlchemyError,
)

__all__ = ("NO_STATE", "MultipleResultsFound", "NoResultFound")

NO_STATE = (AttributeError, KeyError)


class StaleDataError(SQLAlchemyError):
    pass


ConcurrentModificationError = StaleDataError


class FlushError(SQLAlchemyError):
    pass


class MappedAnnotationError(ArgumentError):
    pass


class UnmappedError(InvalidRequestError):
    pass


class ObjectDereferencedError(SQLAlchemyError):
    pass


class DetachedInstanceError(SQLAlchemyError):
    code = "bhk3"


class UnmappedInstanceError(UnmappedError):
    def __init__(self, obj, msg=None):
        if msg is None:
            msg = f"Class '{_name_of(type(obj))}' is not mapped"
        UnmappedError.__init__(self, msg)


class UnmappedClassError(UnmappedError):
    def __init__(self, cls, msg=None):
        if msg is None:
            msg = f"Class '{_name_of(cls)}' is not mapped"
        UnmappedError.__init__(self, msg)


class ObjectDeletedError(InvalidRequestError):
    pass


class UnmappedColumnError(InvalidRequestError):
    pass


class LoaderStrategyException(InvalidRequestError):
    pass


def _name_of(cls):
    return f"{cls.__module__}.{cls.__name__}" if isinstance(cls, type) else repr(cls)
