"""Mappers: which class stands for which table, and its attributes."""

from sys import modules as _modules

from ..sql._schema_item import fire
from ..sql.schema import Column
from ..util.langhelpers import Subscripted, memoized_property
from .attributes import InstrumentedAttribute, ListenedAttribute, QueryableAttribute
from ._configuring import configure_all, wait
from ._mapped import RelatedProperties, find_mutable, version
from ._values import pairs_by_column
from .base import InspectionAttr
from .descriptor_props import CompositeAttribute, SynonymAttribute
from .interfaces import MapperProperty
from .properties import (
    ColumnProperty,
    CompositeProperty,
    MappedColumn,
    SynonymProperty,
    _ExpressionProperty,
)


class ClassManager(Subscripted):
    """What `manager_of_class()` gives."""

    def __init__(self, mapper):
        self.mapper = mapper
        self.class_ = mapper.class_
        self.registry = mapper.registry

    is_mapped = True


class _Named(dict):
    """Properties by name, also as attributes; iteration gives the properties."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __iter__(self):
        return iter(self.values())

    def __contains__(self, name):
        return dict.__contains__(self, name)


class Mapper(RelatedProperties, InspectionAttr, Subscripted):
    """The mapping of one class."""

    is_mapper = True
    is_selectable = True
    _identity_keys = _updated_keys = _selection = None

    def __init__(self, class_, local_table=None, inherits=None, properties=None, primary_key=None,
                 polymorphic_on=None, polymorphic_identity=None, concrete=False,
                 include_properties=None, exclude_properties=None, inherit_condition=None,
                 version_id_col=None, _scan=None, _registry=None, **options):
        if isinstance(inherits, type):
            inherits = inherits.__mapper__
        if version_id_col is None and inherits is not None:
            version_id_col = inherits.version_id_col
        if version_id_col is not None:
            # What `mapped_column()` made stands for its column.
            version_id_col = version_id_col.__clause_element__()
        # Through the dict: the interpreter is several times slower to set attributes.
        self.__dict__.update({
            "class_": class_,
            "registry": _registry,
            "local_table": local_table,
            "concrete": concrete,
            "inherits": inherits,
            "single": inherits is not None and local_table is inherits.local_table,
            "polymorphic_identity": polymorphic_identity,
            "version_id_col": version_id_col,
            "inherit_condition": inherit_condition,
            "polymorphic_map": {} if inherits is None else inherits.polymorphic_map,
            "options": options,
            "validators": _validators(class_),
            "_given": {},
            "_children": [],
            "_primary_key": primary_key,
            "_exclude": exclude_properties or (),
            "_include": include_properties,
        })
        if polymorphic_identity is not None:
            self.polymorphic_map[polymorphic_identity] = self
        self.class_manager = ClassManager(self)
        fire(self, "instrument_class", self, class_)
        type.__setattr__(class_, "__mapper__", self)
        type.__setattr__(class_, "__table__", local_table)
        type.__setattr__(class_, "_sa_class_manager", self.class_manager)
        if _registry is not None:
            _registry._mappers.append(self)
        if inherits is not None:
            inherits._children.append(self)
            self._given.update(inherits._props)
        self._add_all(_scan, properties or {})
        version[0] += 1
        if local_table is not None and not self.primary_key:
            from ..exc import ArgumentError

            raise ArgumentError(
                f"Mapper {self} could not assemble any primary key columns for mapped table "
                f"'{local_table.description}'"
            )
        self.polymorphic_on = self._find_polymorphic_on(polymorphic_on)
        type.__setattr__(class_, "_limbeck_selected", _SELECTED)
        type.__setattr__(class_, "_limbeck_entity", self)
        type.__setattr__(class_, "_inspector_for", _INSPECTED)
        find_mutable(self)
        wait(self)
        fire(self, "after_mapper_constructed", self, class_)

    @memoized_property
    def _props(self):
        """The properties by attribute; those of columns alone are made when somebody asks."""
        return {
            key: ColumnProperty._of_column(value, key, self) if type(value) is Column else value
            for key, value in self._given.items()
        }

    def _add_all(self, scan, properties):
        given = dict(scan.properties) if scan is not None else {}
        given.update(properties)
        taken = []
        is_alone = self.inherits is None and not self.validators
        unmapped = () if scan is None else scan.unmapped_keys
        for key, value in given.items():
            if is_alone:
                column = _column_alone(value)
                if column is not None and key not in unmapped:
                    self._instrument_column(key, column)
                    taken.append(column)
                    continue
            if key in unmapped:
                taken.append(value.column)
                if key in self.class_.__dict__:
                    type.__delattr__(self.class_, key)
                continue
            prop = self._add(key, value)
            taken.extend(prop.columns)
            if isinstance(prop, CompositeProperty):
                for item in prop.attrs:
                    column = getattr(item, "column", item)
                    if isinstance(column, Column):
                        self._add(column.key, column)
                        taken.append(column)
        if self.local_table is None:
            return
        inherited = self.inherits._props if self.inherits is not None else {}
        taken = {*map(id, taken)}
        columns = self.local_table.c.values()
        for column in () if taken.issuperset(map(id, columns)) else columns:
            if id(column) in taken or column.key in given:
                continue
            if column.key in self._exclude or column in self._exclude:
                continue
            if self._include is not None and column.key not in self._include:
                continue
            if self.single:
                # Columns of the parent's table that the parent has, or a sibling.
                continue
            if column.key in inherited and not self.concrete:
                self._add(column.key, ColumnProperty(column, *inherited[column.key].columns))
            else:
                self._add(column.key, column)
        for key, prop in inherited.items():
            if key not in self.class_.__dict__ and isinstance(prop, ColumnProperty):
                self._instrument(key, prop)

    def _instrument_column(self, key, column):
        """As `_add`, where an attribute is a column and nothing else."""
        self._given[key] = column
        made = InstrumentedAttribute.__new__(InstrumentedAttribute)
        made.__dict__.update({
            "class_": self.class_, "key": key, "parent": self, "expression": column,
        })
        type.__setattr__(self.class_, key, made)

    def _add(self, key, value):
        prop = _property_of(value)
        inherited = self.inherits._props.get(key) if self.inherits is not None else None
        if isinstance(value, (Column, MappedColumn)) and isinstance(inherited, ColumnProperty):
            if not self.single and not self.concrete:
                prop = ColumnProperty(prop.columns[0], *inherited.columns)
        if prop.key is None:
            prop.key = key
            prop.parent = self
        made = self.__dict__.get("_props")
        (self._given if made is None else made)[key] = prop
        self._identity_keys = self._updated_keys = None
        for known in ("_facts", "_keys_of"):
            self.__dict__.pop(known, None)
        version[0] += 1
        self._instrument(key, prop)
        return prop

    def _instrument(self, key, prop):
        if isinstance(prop, ColumnProperty):
            made = InstrumentedAttribute(self.class_, key, prop, prop.columns[0], self)
            if key in self.validators or self.inherits is not None and isinstance(
                getattr(self.inherits.class_, key, None), ListenedAttribute
            ):
                made = ListenedAttribute(made, self.validators.get(key, ()))
        elif isinstance(prop, SynonymProperty):
            made = prop.descriptor if prop.descriptor is not None else SynonymAttribute(prop.name)
        elif isinstance(prop, CompositeProperty):
            made = CompositeAttribute(prop, key)
        elif isinstance(prop, _ExpressionProperty):
            made = None
        else:
            made = prop.instrument(self, key)
        type.__setattr__(self.class_, key, made)

    def add_property(self, key, prop):
        self._add(key, prop)
        for child in self._children:
            child._props.setdefault(key, self._props[key])
        self._selection = None
        find_mutable(self)

    def _find_polymorphic_on(self, given):
        if given is None:
            return None if self.inherits is None else self.inherits.polymorphic_on
        if isinstance(given, str):
            prop = self._props.get(given)
            if prop is None:
                from ..exc import ArgumentError

                raise ArgumentError(
                    f"Can't determine polymorphic_on value '{given}' - no attribute is mapped to "
                    "this name."
                )
            return prop.columns[0]
        if isinstance(given, MapperProperty):
            return given.columns[0]
        return given.__clause_element__() if hasattr(given, "__clause_element__") else given

    @property
    def _polymorphic_key(self):
        told_by = self.polymorphic_on
        if told_by is None:
            return None
        for key, prop in self._props.items():
            if any(column is told_by for column in prop.columns):
                return key
        return None

    @property
    def base_mapper(self):
        return self if self.inherits is None else self.inherits.base_mapper

    def _inspector_for(self):
        return self

    @property
    def entity(self):
        return self.class_

    @property
    def mapper(self):
        return self

    __mapper__ = mapper

    @property
    def tables(self):
        found = [] if self.inherits is None or self.concrete else list(self.inherits.tables)
        if not any(self.local_table is table for table in found):
            found.append(self.local_table)
        return found

    @property
    def persist_selectable(self):
        """The table, or the join of a class's table with its parents'."""
        if self._selection is None:
            tables = self.tables
            found = tables[0]
            for table in tables[1:]:
                found = found.join(table, self.inherit_condition)
            self._selection = found
        return self._selection

    mapped_table = selectable = persist_selectable

    @property
    def primary_key(self):
        if self._primary_key is not None:
            return tuple(
                item.__clause_element__() if not isinstance(item, str) else self.c[item]
                for item in self._primary_key
            )
        return tuple(self.tables[0].primary_key)

    @property
    def identity_keys(self):
        """The attributes of the primary key."""
        if self._identity_keys is None:
            self._identity_keys = [self.key_of(column) for column in self.primary_key]
        return self._identity_keys

    @property
    def updated_keys(self):
        """The attributes that an UPDATE sets by itself."""
        if self._updated_keys is None:
            self._updated_keys = [
                key for key, prop in self._props.items()
                if any(
                    getattr(column, "onupdate", None) is not None
                    or getattr(column, "server_onupdate", None) is not None
                    for column in prop.columns or ()
                )
            ]
        return self._updated_keys

    @property
    def version_key(self):
        """The attribute that counts an object's versions; None where none does."""
        return None if self.version_id_col is None else self.key_of(self.version_id_col)

    def next_version(self, version):
        """What `version_id_generator` makes of a version; the number above it by default."""
        generator = self.options.get("version_id_generator")
        return (version or 0) + 1 if generator is None else generator(version)

    def identified(self, values):
        """A new row's values with its first version, and its kind of object unless it was given."""
        made = dict(values)
        if self.counts_versions:
            made[self.version_key] = self.next_version(None)
        if self._polymorphic_key is not None and self.polymorphic_identity is not None:
            made.setdefault(self._polymorphic_key, self.polymorphic_identity)
        return made

    def own_rows(self, source=None):
        """What tells the rows of a subclass from others in its parent's table; None elsewhere."""
        column = self.polymorphic_on
        if not self.single or column is None:
            return None
        identities = [
            mapper.polymorphic_identity for mapper in self.self_and_descendants
            if mapper.polymorphic_identity is not None
        ]
        column = column if source is None else source.c[column.key]
        return column.in_(identities) if identities else None

    pairs_by_column = pairs_by_column
    @property
    def counts_versions(self):
        """Whether versions are counted here and not by the database."""
        return self.version_id_col is not None and (
            self.options.get("version_id_generator") is not False
        )

    def key_of(self, column):
        """The attribute of a column."""
        known = self.__dict__.get("_keys_of")
        if known is None or known[0] != len(self._props):
            found = {}
            for key, prop in self._props.items():
                for other in prop.columns:
                    found.setdefault(id(other), key)
            known = self.__dict__["_keys_of"] = len(self._props), found
        return known[1].get(id(column))

    def get_property_by_column(self, column):
        return self._props[self.key_of(column)]

    def get_property(self, key):
        try:
            return self._props[key]
        except KeyError:
            from ..exc import InvalidRequestError

            raise InvalidRequestError(
                f"Mapper '{self}' has no property '{key}'.  If this property was indicated from "
                "other mappers or configure events, ensure registry.configure() has been called."
            ) from None

    def has_property(self, key):
        return key in self._props

    @property
    def attrs(self):
        configure_all()
        return _Named(self._props)

    iterate_properties = property(lambda self: list(self._props.values()))

    def _of_kind(self, kind):
        configure_all()
        return _Named({key: prop for key, prop in self._props.items() if isinstance(prop, kind)})

    @property
    def column_attrs(self):
        return self._of_kind(ColumnProperty)

    @property
    def synonyms(self):
        return self._of_kind(SynonymProperty)

    @property
    def composites(self):
        return self._of_kind(CompositeProperty)

    @property
    def relationships(self):
        from .relationships import RelationshipProperty

        return self._of_kind(RelationshipProperty)

    @property
    def all_orm_descriptors(self):
        found = _Named()
        for base in reversed(self.class_.__mro__):
            for key, value in base.__dict__.items():
                if isinstance(value, (QueryableAttribute, InspectionAttr)):
                    found[key] = value
        return found

    @property
    def columns(self):
        from ..sql._schema_item import ColumnCollection

        found = ColumnCollection()
        for key, prop in self._props.items():
            if isinstance(prop, ColumnProperty) and isinstance(prop.columns[0], Column):
                found.add(prop.columns[0], key)
        return found

    c = columns

    @property
    def self_and_descendants(self):
        found = [self]
        for child in self._children:
            found.extend(child.self_and_descendants)
        return found

    def iterate_to_root(self):
        mapper = self
        while mapper is not None:
            yield mapper
            mapper = mapper.inherits

    def isa(self, other):
        return any(mapper is other for mapper in self.iterate_to_root())

    def common_parent(self, other):
        return self.base_mapper is other.base_mapper

    def primary_key_from_instance(self, instance):
        return [instance.__dict__.get(self.key_of(column)) for column in self.primary_key]

    def identity_key_from_instance(self, instance):
        return self.identity_key_from_primary_key(self.primary_key_from_instance(instance))

    def identity_key_from_primary_key(self, primary_key, identity_token=None):
        return (self.base_mapper.class_, tuple(primary_key), identity_token)

    def __clause_element__(self):
        return self.local_table

    def __str__(self):
        name = "|".join((self.class_.__name__, getattr(self.local_table, "description", None)
                         or str(self.local_table)))
        return f"Mapper[{self.class_.__name__}({name.partition('|')[2]})]"

    def __repr__(self):
        return f"<Mapper at 0x{id(self):x}; {self.class_.__name__}>"


def _column_alone(value):
    """The column of an attribute that is a column and nothing else, or None."""
    if type(value) is Column:
        return value
    if type(value) is MappedColumn and value.deferred is not True:
        return value.column
    return None


def _property_of(value):
    if type(value) is Column:
        return ColumnProperty._of_column(value)
    if isinstance(value, MappedColumn):
        if value.deferred is not True:
            return ColumnProperty._of_column(value.column)
        return ColumnProperty(value.column, deferred=True)
    if isinstance(value, MapperProperty):
        return value
    if isinstance(value, list):
        return ColumnProperty(*value)
    return ColumnProperty(value)


_FUNCTION = type(lambda: None)


def _validators(cls):
    found = {}
    # Where `validates` is defined.
    if "sqlalchemy.orm._functions" not in _modules:
        return found
    for base in reversed(cls.__mro__):
        for value in base.__dict__.values():
            # Asking a column for what it has not is dear, and `validates` marks functions alone.
            if type(value) is _FUNCTION:
                for name in getattr(value, "__sa_validators__", ()):
                    found.setdefault(name, []).append(value)
    return found


class _Selected:
    """A mapped class among the columns of a SELECT; made an element when it is used."""

    def __get__(self, instance, owner):
        if instance is not None:
            return None
        from .loading import Entity

        configure_all()
        mapper = owner.__mapper__
        found = mapper.__dict__.get("_entity")
        if found is None or found.version != version[0]:
            found = mapper.__dict__["_entity"] = Entity(mapper)
        return found


class _Inspected:
    """What `inspect()` asks: a class gives its mapper, an object its state."""

    def __get__(self, instance, owner):
        if instance is None:
            return lambda: owner.__mapper__
        from .state import InstanceState

        return lambda: InstanceState(instance)


_SELECTED, _INSPECTED = _Selected(), _Inspected()


def add_attribute(cls, key, value):
    """Adds an attribute to a mapped class; whether it was one that can be mapped."""
    mapper = cls.__mapper__
    if isinstance(value, (Column, MappedColumn)):
        column = getattr(value, "column", value)
        if column.key is None:
            column.key = key
        if column.name is None:
            column.name = key
        if column.table is None:
            cls.__table__.append_column(column, replace_existing=True)
        mapper.add_property(key, column)
    elif isinstance(value, MapperProperty):
        for column in getattr(value, "columns_to_assign", ()):
            if column.name is None:
                column.name = column.key = key
            cls.__table__.append_column(column, replace_existing=True)
        mapper.add_property(key, value)
    elif isinstance(value, QueryableAttribute) and value.key != key:
        mapper.add_property(key, SynonymProperty(value.key))
    else:
        return False
    return True
