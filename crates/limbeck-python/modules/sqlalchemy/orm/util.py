"""Aliases of classes, identities, and other helpers."""

from ..util.langhelpers import Subscripted
from .attributes import QueryableAttribute
from .loading import Entity


class AliasedClass(Subscripted):
    """A mapped class under another name in a query."""

    def __init__(self, mapper, alias=None, name=None, **kw):
        mapper = getattr(mapper, "__mapper__", mapper)
        own = self.__dict__
        own["_mapper"] = mapper
        own["_alias"] = alias if alias is not None else mapper.persist_selectable.alias(name)
        own["_limbeck_selected"] = Entity(mapper, own["_alias"])

    def __clause_element__(self):
        return self._alias

    @property
    def _limbeck_entity(self):
        return self

    def own_rows(self):
        return self._mapper.own_rows(self._alias)

    def __getattr__(self, name):
        if name[:2] == "__":
            raise AttributeError(name)
        found = getattr(self._mapper.class_, name)
        if isinstance(found, QueryableAttribute):
            column = self._alias.c[found.prop.columns[0].key]
            return QueryableAttribute(self._mapper.class_, name, found.prop, column, self)
        if hasattr(found, "_source"):
            return found._changed(_source=self._alias)
        return found


AliasedInsp = AliasedClass


def aliased(element, alias=None, name=None, flat=False, adapt_on_names=False):
    if getattr(element, "__mapper__", None) is None:
        return element.alias(name)
    return AliasedClass(element, alias, name)


def with_polymorphic(base, classes, **kw):
    return base


def polymorphic_union(table_map, typecolname, aliasname="p_union", cast_nulls=True):
    from ..exc import InvalidRequestError

    raise InvalidRequestError(
        "polymorphic_union() is not available here; map each class with concrete=True and its own "
        "table instead"
    )


def identity_key(class_=None, ident=None, *, instance=None, row=None, identity_token=None):
    if instance is not None:
        return type(instance).__mapper__.identity_key_from_instance(instance)
    mapper = class_.__mapper__
    if not isinstance(ident, (tuple, list)):
        ident = (ident,)
    return mapper.identity_key_from_primary_key(ident)


def join(left, right, onclause=None, isouter=False, full=False):
    from ..sql.selectable import join as core_join

    return core_join(left, right, onclause, isouter, full)


def outerjoin(left, right, onclause=None, full=False):
    return join(left, right, onclause, True, full)


def was_deleted(object_):
    from .state import state_of

    return state_of(object_).deleted


class CascadeOptions(frozenset):
    """The operations that go on from an object to its related ones."""

    @classmethod
    def of(cls, given):
        """Of `cascade="all, delete-orphan"`, or of a set of names."""
        if not isinstance(given, str):
            return cls(given or ())
        names = {name.strip() for name in given.split(",") if name.strip()}
        unknown = names - _CASCADES - {"all", "none"}
        if unknown:
            from ..exc import ArgumentError

            raise ArgumentError(f"Invalid cascade option(s): {', '.join(sorted(unknown))}")
        if "none" in names:
            names = set()
        if "all" in names:
            names |= _CASCADES - {"delete-orphan"}
        return cls(names - {"all"})


_CASCADES = frozenset(
    ("save-update", "merge", "refresh-expire", "expunge", "delete", "delete-orphan")
)


class LoaderCriteriaOption:
    def __init__(self, *args, **kw):
        pass


with_loader_criteria = LoaderCriteriaOption


def object_mapper(instance, raiseerr=True):
    return type(instance).__mapper__


def has_identity(object_):
    """Whether the object stands for a row."""
    from .base import object_state

    return object_state(object_).has_identity
