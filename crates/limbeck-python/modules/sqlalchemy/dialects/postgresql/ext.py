"""PostgreSQL's constructs beside its types."""

from ...sql._rare import aggregate_order_by
from ...sql.elements import _sqltypes, expression, to_type
from ...sql.functions import Function, func


def array_agg(*args, **kw):
    kw.pop("_default_array_type", None)
    return func.array_agg(*args, **kw)


def distinct_on(*expr):
    """For `Select.ext()`."""
    return ("distinct_on", expr)


def _text_search(name, type_name):
    def call(*args):
        from . import types

        clauses = list(args)
        if len(clauses) > 1 and isinstance(clauses[0], str):
            clauses[0] = expression(clauses[0], name=name, type_=types.REGCONFIG())
        return Function(name, *clauses, type_=getattr(types, type_name)())

    call.__name__ = name
    return call


to_tsvector = _text_search("to_tsvector", "TSVECTOR")
to_tsquery = _text_search("to_tsquery", "TSQUERY")
plainto_tsquery = _text_search("plainto_tsquery", "TSQUERY")
phraseto_tsquery = _text_search("phraseto_tsquery", "TSQUERY")
websearch_to_tsquery = _text_search("websearch_to_tsquery", "TSQUERY")


def ts_headline(*args):
    return Function("ts_headline", *args, type_=_sqltypes().Text())


def __getattr__(name):
    if name == "ExcludeConstraint":
        from .exclude import ExcludeConstraint

        return ExcludeConstraint
    raise AttributeError(name)
