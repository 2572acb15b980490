"""Reads a declarative class: its columns and properties, in the order that the table has them."""

from _limbeck_annotations import Unresolved, of_namespace, resolved

from ..sql.schema import Column, MetaData, Table
from .attributes import QueryableAttribute
from .base import Unmapped, _MappedAlias, _MappedAnnotationBase
from .decl_api import declared_attr
from .interfaces import MapperProperty, _DCAttributeOptions
from .properties import (
    ColumnProperty,
    CompositeProperty,
    MappedColumn,
    SynonymProperty,
    UnmappedColumn,
)

_DUNDERS = frozenset(("__table_args__", "__tablename__", "__table__", "__mapper_args__"))


def _merged(first, second):
    """Two orders of names as one: vars() of a class and its annotations."""
    if not second:
        return first
    both = set(first) & set(second)
    result = []
    current, other = iter(first), iter(second)
    while True:
        for name in current:
            if name in both:
                both.discard(name)
                current, other = other, current
                break
            result.append(name)
        else:
            result.extend(other)
            return result


def is_mapped_class(cls):
    return "__mapper__" in cls.__dict__


class Scan:
    """What a class says about its table."""

    def __init__(self, registry, cls):
        self.registry = registry
        self.cls = cls
        self.own = dict(cls.__dict__)
        self.collected = {}
        self.annotations = {}
        self.copies = {}
        self.tablename = self.table_args = self.mapper_args_of = None
        self.table_of = None
        self.dataclass_arguments = getattr(cls, "_sa_apply_dc_transforms", None)
        self.allow_unmapped = bool(
            getattr(cls, "__allow_unmapped__", False) or self.dataclass_arguments
            or "__dataclass_fields__" in self.own
        )
        self.properties = {}
        self.unmapped_keys = []
        self._scan()

    def attributes_of(self, base):
        """(name, value, annotation) of what `base` itself says."""
        values = self.own if base is self.cls else dict(base.__dict__)
        annotations = of_namespace(values, None)
        key = values.get("__sa_dataclass_metadata_key__")
        if not annotations and not key:
            return [
                (name, value, None) for name, value in values.items()
                if name[:2] != "__" or name in _DUNDERS or name[-2:] != "__"
            ]
        found = []
        fields = values.get("__dataclass_fields__", {}) if key else {}
        for name in _merged(list(values), list(annotations)):
            if name[:2] == "__" and name not in _DUNDERS and name[-2:] == "__":
                continue
            value = values.get(name)
            field = fields.get(name)
            if field is not None and key in field.metadata:
                value = field.metadata[key]
                if callable(value) and not hasattr(value, "__clause_element__") and not isinstance(
                    value, (MapperProperty, declared_attr)
                ):
                    value = value()
                if base is self.cls:
                    self.own[name] = value
            found.append((name, value, annotations.get(name)))
        return found

    def _scan(self):
        cls = self.cls
        fixed_table = "__table__" in self.own
        bases = []
        for base in cls.__mro__:
            if base is object:
                continue
            mapped = base is not cls and is_mapped_class(base)
            attributes = self.attributes_of(base)
            copied = {}
            if not mapped and base is not cls:
                copied = self._copy_columns(base, attributes, fixed_table)
            bases.append((base, mapped, attributes, copied))
        inherited_args = False
        for base, mapped, attributes, copied in bases:
            if copied:
                self.collected.update(copied)
            is_own = base is cls
            for name, value, annotation in attributes:
                if is_own and annotation is None and name not in _DUNDERS:
                    if name in self.own:
                        self.collected[name] = value
                elif name in _DUNDERS:
                    applies = not mapped or isinstance(value, declared_attr)
                    if not applies:
                        continue
                    if name == "__tablename__" and not self.tablename:
                        self.tablename = cls.__tablename__
                    elif name == "__table_args__" and not self.table_args:
                        self.table_args = cls.__table_args__
                        self._check_table_args()
                        inherited_args = inherited_args or not is_own
                    elif name == "__mapper_args__" and self.mapper_args_of is None:
                        self.mapper_args_of = lambda: dict(cls.__mapper_args__)
                    elif name == "__table__" and isinstance(value, declared_attr):
                        self.table_of = self.table_of or (lambda: cls.__table__)
                elif mapped:
                    continue
                elif not is_own:
                    self._take_from_mixin(base, name, value, annotation)
                else:
                    self._take_own(base, name, value, annotation, fixed_table)
        if inherited_args and not self.tablename:
            self.table_args = None

    def _check_table_args(self):
        if not isinstance(self.table_args, (tuple, dict, type(None))):
            from ..exc import ArgumentError

            raise ArgumentError("__table_args__ value must be a tuple, dict, or None")

    def _overridden(self, name, value):
        found = getattr(self.cls, name, value)
        return found is not value

    def _copy_columns(self, base, attributes, fixed_table):
        found = {}
        for name, value, annotation in attributes:
            if value is None and annotation is not None and not fixed_table:
                container, inner = self._mapped(base, annotation)
                if container is None or self._overridden(name, None):
                    continue
                self._note(name, base, container, inner)
                made = UnmappedColumn() if container is Unmapped else MappedColumn()
                found[name] = made
                setattr(self.cls, name, made)
            elif isinstance(value, (Column, MappedColumn)):
                if self._overridden(name, value):
                    continue
                if annotation is not None:
                    container, inner = self._mapped(base, annotation)
                    if container is not None or self.allow_unmapped:
                        self._note(name, base, container, inner)
                if name in self.own:
                    continue
                table = self.own.get("__table__")
                if table is not None and (value.name or name) in table.c:
                    continue
                self._refuse_loose_reference(value)
                made = value._copy()
                self.copies[value] = made
                found[name] = made
                setattr(self.cls, name, made)
        return found

    def _refuse_loose_reference(self, column):
        for key in column.foreign_keys:
            given = getattr(key, "_given_column", None)
            if given is not None and getattr(given, "table", None) is None:
                from ..exc import InvalidRequestError

                raise InvalidRequestError(
                    "Columns with foreign keys to non-table-bound columns must be declared as "
                    "@declared_attr callables on declarative mixin classes.  For dataclass "
                    "field() objects, use a lambda:."
                )

    def _take_from_mixin(self, base, name, value, annotation):
        if isinstance(value, (Column, MappedColumn)):
            return
        if isinstance(value, MapperProperty):
            from ..exc import InvalidRequestError

            raise InvalidRequestError(
                "Mapper properties (i.e. deferred,column_property(), relationship(), etc.) must be "
                "declared as @declared_attr callables on declarative mixin classes.  For dataclass "
                "field() objects, use a lambda:"
            )
        if isinstance(value, declared_attr):
            if value._cascading:
                made = value.__get__(value, self.cls)
                setattr(self.cls, name, made)
            else:
                made = getattr(self.cls, name)
            self.collected[name] = self.copies[value] = made
            returned = value.return_annotation()
            if returned is not None:
                container, inner = self._mapped(base, returned)
                if container is not None:
                    self._note(name, base, container, inner)

    def _take_own(self, base, name, value, annotation, fixed_table):
        container, inner = self._mapped(base, annotation)
        if container is not None or self.allow_unmapped or value is None:
            self._note(name, base, container, inner)
        elif isinstance(value, (MappedColumn, MapperProperty)) and not _is_class_var(annotation):
            self._refuse_annotation(name, annotation)
        if value is None and container is not None and not fixed_table and name not in self.own:
            self.collected[name] = UnmappedColumn() if container is Unmapped else MappedColumn()
        elif name in self.own:
            self.collected[name] = value

    def _refuse_annotation(self, name, annotation):
        from .exc import MappedAnnotationError

        raise MappedAnnotationError(
            f'Type annotation for "{self.cls.__name__}.{name}" can\'t be correctly interpreted for '
            "Annotated Declarative Table form.  ORM annotations should normally make use of the "
            "``Mapped[]`` generic type, or other ORM-compatible generic type, as a container for "
            "the actual type, which indicates the intent that the attribute is mapped. Class "
            "variables that are not intended to be mapped by the ORM should use ClassVar[].  To "
            "allow Annotated Declarative to disregard legacy annotations which don't use Mapped[] "
            "to pass, set \"__allow_unmapped__ = True\" on the class or a superclass this class.",
            code="zlpr",
        )

    def _mapped(self, base, annotation):
        """(`Mapped` or its like, what is in its brackets), or (None, the annotation)."""
        if isinstance(annotation, str) and not self.allow_unmapped and "apped[" not in annotation:
            return None, annotation
        value = resolved(annotation, base)
        if isinstance(value, _MappedAlias):
            inner = value.__args__[0]
            return value.__origin__, resolved(inner, base)
        if isinstance(value, type) and issubclass(value, _MappedAnnotationBase):
            return value, None
        return None, value

    def _note(self, name, base, container, inner):
        if name not in self.annotations:
            self.annotations[name] = (base, container, inner)

    def extract(self):
        """Fills `properties`, each column named and typed."""
        cls = self.cls
        for key, value in list(self.collected.items()):
            if type(value) is Column:
                _name(value, key)
                self.properties[key] = value
                continue
            if isinstance(value, declared_attr):
                value = getattr(cls, key)
            elif isinstance(value, QueryableAttribute):
                if value.class_ is not cls and value.key != key:
                    value = SynonymProperty(value.key)
                    setattr(cls, key, value)
            if isinstance(value, tuple) and len(value) == 1 and isinstance(
                value[0], (Column, MappedColumn)
            ):
                from ..util import warn

                warn(
                    f"Ignoring declarative-like tuple value of attribute '{key}': possibly a "
                    "copy-and-paste error with a comma accidentally placed at the end of the line?"
                )
                continue
            if not isinstance(value, (Column, _DCAttributeOptions)):
                if isinstance(self.collected[key], declared_attr):
                    setattr(cls, key, value)
                continue
            if isinstance(value, Column):
                _name(value, key)
            elif isinstance(value, MappedColumn):
                self._settle(key, value)
            elif isinstance(value, ColumnProperty):
                # The annotation says nothing of columns that stand within a property.
                for given in value._given:
                    if isinstance(given, MappedColumn):
                        _name(given.column, key)
                    elif isinstance(given, Column) and given.table is None:
                        _name(given, key)
            elif isinstance(value, CompositeProperty):
                self._settle_composite(key, value)
            elif not isinstance(value, MapperProperty):
                setattr(cls, key, value)
                continue
            else:
                value.annotation = self.annotations.get(key)
            self.properties[key] = value

    def _settle(self, key, value):
        base, container, annotation = self.annotations.get(key, (None, None, None))
        column = value.column
        if value._use_existing_column:
            column = value.column = self._existing(key, column)
        _name(column, key)
        if container is None and annotation is not None and not self.dataclass_arguments:
            annotation = None if not self.allow_unmapped else annotation
        if annotation is None:
            if column.type._isnull and not column.foreign_keys:
                self._require_type(key)
            return
        self._type_from(key, value, annotation)

    def _existing(self, key, column):
        inherits = inherited(self.cls)
        if inherits is None or self.tablename is not None:
            return column
        return inherits.__table__.c.get(column.name or key, column)

    def _require_type(self, key):
        from ..exc import ArgumentError

        raise ArgumentError(
            f'Python typing annotation is required for attribute "{self.cls.__name__}.{key}" when '
            'primary argument(s) for "MappedColumn" construct are None or not present'
        )

    def _type_from(self, key, value, annotation):
        from . import _types

        find, nullable, nested, searched = _types.resolve(self.registry, self.cls, key, annotation)
        if not value._has_nullable:
            value.column.nullable = nullable
        if nested is not None:
            if nested._use_existing_column and not value._use_existing_column:
                value.column = self._existing(key, value.column)
                _name(value.column, key)
            value.merge_from(nested)
        column = value.column
        if not column.type._isnull or column.foreign_keys:
            return
        found = find()
        if found is None:
            unknown = next((item for item in searched if isinstance(item, Unresolved)), None)
            if unknown is not None:
                from .exc import MappedAnnotationError

                raise MappedAnnotationError(
                    "Could not resolve all types within mapped annotation: "
                    f'"Mapped[{unknown.__forward_arg__}]".  Ensure all types are written correctly '
                    "and are imported within the module in use."
                )
            _types.unresolvable(key, self.cls, searched)
        column.type = found

    def _settle_composite(self, key, value):
        base, container, annotation = self.annotations.get(key, (None, None, None))
        if value.composite_class is None:
            value.composite_class = annotation
        types = _signature_types(value.composite_class)
        if not value.attrs and types:
            value.attrs = tuple(
                self._typed_column(name, MappedColumn(), given) for name, given in types
            )
            return
        for item, (name, given) in zip(value.attrs, types):
            if isinstance(item, MappedColumn):
                self._typed_column(name if item.column.name is None else item.column.name, item,
                                   given)
            elif isinstance(item, Column):
                _name(item, name)

    def _typed_column(self, name, item, annotation):
        _name(item.column, name)
        if annotation is not None:
            self._type_from(name, item, annotation)
        return item

    def columns(self):
        """The columns to put into the table, and the attribute that each belongs to."""
        found, order = [], {}
        for key, value in self.properties.items():
            if type(value) is Column:
                found.append(value)
            elif isinstance(value, MappedColumn):
                found.append(value.column)
                order[value.column] = value.sort_order()
                if value.is_unmapped:
                    self.unmapped_keys.append(key)
            elif isinstance(value, Column):
                found.append(value)
            elif isinstance(value, ColumnProperty):
                found.extend(value.columns_to_assign)
            elif isinstance(value, CompositeProperty):
                for item in value.attrs:
                    if isinstance(item, MappedColumn):
                        found.append(item.column)
                    elif isinstance(item, Column):
                        found.append(item)
        unique = list({id(column): column for column in found}.values())
        if any(order.values()):
            unique.sort(key=lambda column: order.get(column, 0))
        return unique


def _is_class_var(annotation):
    from typing import ClassVar, get_origin

    return get_origin(annotation) is ClassVar or (
        isinstance(annotation, str) and "ClassVar" in annotation
    )


def _name(column, key):
    if column.key is None:
        column.key = key
    if column.name is None:
        column.name = key


def _signature_types(cls):
    """(parameter, annotation) of a composite's constructor."""
    fields = getattr(cls, "__dataclass_fields__", None)
    if fields is not None:
        return [(name, resolved(field.type, cls)) for name, field in fields.items()]
    function = getattr(cls, "__init__", None)
    code = getattr(function, "__code__", None)
    if code is None:
        return []
    names = code.co_varnames[1 : code.co_argcount]
    annotations = getattr(function, "__annotations__", {})
    return [
        (name, resolved(annotations[name], cls) if name in annotations else None)
        for name in names
    ]


def inherited(cls):
    """The mapped class that this one extends, or None."""
    found = []
    for base in cls.__bases__:
        for ancestor in base.__mro__:
            if is_mapped_class(ancestor):
                if ancestor not in found:
                    found.append(ancestor)
                break
    if len(found) > 1:
        from ..exc import InvalidRequestError

        raise InvalidRequestError(f"Class {cls} has multiple mapped bases: {found!r}")
    return found[0] if found else None


def map_class(registry, cls):
    """Makes a declarative class a mapped one: its table, its mapper, its attributes."""
    scan = Scan(registry, cls)
    if scan.dataclass_arguments is not None:
        from .decl_dataclass import apply

        apply(scan)
    registry._register(cls)
    inherits = inherited(cls)
    scan.extract()
    columns = scan.columns()
    table = _table(scan, columns, inherits)
    arguments = scan.mapper_args_of() if scan.mapper_args_of is not None else {}
    for name in ("version_id_col", "polymorphic_on"):
        if name in arguments:
            arguments[name] = scan.copies.get(arguments[name], arguments[name])
    _map(cls, table, inherits=inherits, _scan=scan, _registry=registry, **arguments)


def _map(*args, **kw):
    """Stands for the Mapper until the first class, which loads that."""
    global _map
    from .mapper import Mapper as _map

    return _map(*args, **kw)


def _table(scan, columns, inherits):
    cls = scan.cls
    if scan.table_of is not None or "__table__" in scan.own:
        table = scan.table_of() if scan.table_of is not None else cls.__table__
        cls.__table__ = table
        for column in columns:
            if not table.c.contains_column(column):
                from ..exc import ArgumentError

                raise ArgumentError(
                    f"Can't add additional column {column.key!r} when specifying __table__"
                )
        return table
    if scan.tablename is not None:
        return _new_table(scan, columns)
    if inherits is None:
        from ..exc import InvalidRequestError

        raise InvalidRequestError(
            f"Class {cls!r} does not have a __table__ or __tablename__ specified and does not "
            "inherit from an existing table-mapped class."
        )
    _extend_table(scan, columns, inherits.__table__)
    return inherits.__table__


def _new_table(scan, columns):
    cls = scan.cls
    args, keywords = (), {}
    given = scan.table_args
    if isinstance(given, dict):
        keywords = dict(given)
    elif given:
        args = given
        if isinstance(given[-1], dict):
            args, keywords = given[:-1], dict(given[-1])
    autoload = scan.own.get("__autoload_with__")
    if autoload:
        keywords["autoload_with"] = autoload
    metadata = getattr(cls, "metadata", None)
    if not isinstance(metadata, MetaData):
        metadata = scan.registry.metadata
    make = getattr(cls, "__table_cls__", Table)
    table = make(scan.tablename, metadata, *columns, *args, **keywords)
    type.__setattr__(cls, "__table__", table)
    return table


def _extend_table(scan, columns, table):
    from ..exc import ArgumentError

    if scan.table_args:
        raise ArgumentError("Can't place __table_args__ on an inherited class with no table.")
    for column in columns:
        known = table.c.get(column.name)
        if known is column:
            continue
        if known is not None:
            raise ArgumentError(
                f"Column '{column}' on class {scan.cls.__name__} conflicts with existing column "
                f"'{known}'.  If using Declarative, consider using the use_existing_column "
                "parameter of mapped_column() to resolve conflicts."
            )
        if column.primary_key:
            raise ArgumentError(
                "Can't place primary key columns on an inherited class with no table."
            )
        table.append_column(column)
