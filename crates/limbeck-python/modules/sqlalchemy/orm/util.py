"""Aliases of classes, identities, and other helpers."""

from ..util.langhelpers import Subscripted
from .attributes import QueryableAttribute
from .loading import Entity


class AliasedClass(Subscripted):
    """A mapped class under another name in a query."""

    def __init__(self, mapper, alias=None, name=None, **kw):
        mapper = getattr(mapper, "__mapper__", mapper)
        if alias is None and len(mapper.tables) > 1:
            raise NotImplementedError(
                f"aliased({mapper.class_.__name__}) is not supported, since the class has columns "
                "in several tables: take aliases of the tables, and join them"
            )
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


class PolymorphicEntity(Entity):
    """A class whose rows come with those of its subclasses' tables."""

    def __init__(self, mapper, mappers):
        super().__init__(mapper)
        self.mappers = mappers
        tables = list(mapper.tables)
        for each in mappers:
            for table in each.tables:
                if not any(table is known for known in tables):
                    tables.append(table)
                    self.source = self.source.outerjoin(table, each.inherit_condition)

    def narrowed(self, skipped, wanted):
        made = PolymorphicEntity(self.mapper, self.mappers)
        made.skipped, made.wanted = skipped, wanted
        return made


class PolymorphicClass(Subscripted):
    """`with_polymorphic()`: a class, and its subclasses by their names."""

    def __init__(self, mapper, mappers):
        own = self.__dict__
        own["_mapper"] = own["_limbeck_entity"] = mapper
        own["_classes"] = {each.class_.__name__: each.class_ for each in mappers}
        own["_limbeck_selected"] = PolymorphicEntity(mapper, mappers)

    def __clause_element__(self):
        return self._limbeck_selected.source

    def __getattr__(self, name):
        if name[:2] == "__":
            raise AttributeError(name)
        found = self._classes.get(name)
        return getattr(self._mapper.class_, name) if found is None else found


def with_polymorphic(base, classes, selectable=False, flat=False, polymorphic_on=None,
                     aliased=False, innerjoin=False, adapt_on_names=False, **kw):
    if selectable or aliased or flat or innerjoin:
        raise NotImplementedError(
            "with_polymorphic() takes a class and its subclasses alone here: no selectable, "
            "aliased, flat or innerjoin"
        )
    mapper = base.__mapper__
    if classes == "*":
        return PolymorphicClass(mapper, mapper.self_and_descendants)
    return PolymorphicClass(mapper, [cls.__mapper__ for cls in classes or ()])


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
        raise NotImplementedError(
            "with_loader_criteria() is not heeded here, and rows that it leaves out would be read: "
            "write its condition into filter() or where() of the query"
        )


with_loader_criteria = LoaderCriteriaOption


def object_mapper(instance, raiseerr=True):
    return type(instance).__mapper__


def has_identity(object_):
    """Whether the object stands for a row."""
    from .base import object_state

    return object_state(object_).has_identity
