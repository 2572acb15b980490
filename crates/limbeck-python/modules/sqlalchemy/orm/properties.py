"""What a mapped class assigns to its attributes: columns and what is made of them."""

from ..sql.operators import ColumnOperators
from ..sql.schema import Column
from ..sql.type_api import NO_ARG
from ..util.langhelpers import Subscripted
from .interfaces import AttributeOptions, MapperProperty, _DCAttributeOptions


def options_from(values):
    """The dataclass options among keyword arguments, taken out of them."""
    if _OPTIONS.isdisjoint(values):
        return _NO_OPTIONS
    return AttributeOptions(
        *(values.pop(name, NO_ARG)
          for name in ("init", "repr", "default", "default_factory", "compare", "kw_only", "hash",
                       "dataclass_metadata"))
    )


_NO_OPTIONS = AttributeOptions.none()
_OPTIONS = frozenset(name.removeprefix("dataclasses_") for name in AttributeOptions.__slots__)


class MappedColumn(ColumnOperators, _DCAttributeOptions, Subscripted):
    """`mapped_column()`: a column, and what the attribute's annotation adds to it."""

    is_unmapped = False

    def __init__(self, *args, **kw):
        self._sort_order = kw.pop("sort_order", NO_ARG)
        self.deferred = kw.pop("deferred", NO_ARG)
        self.deferred_group = kw.pop("deferred_group", None)
        self.deferred_raiseload = kw.pop("deferred_raiseload", None)
        self.active_history = kw.pop("active_history", False)
        self._use_existing_column = kw.pop("use_existing_column", False)
        self._attribute_options = options_from(kw)
        self._has_insert_default = "insert_default" in kw
        self._has_nullable = kw.get("nullable", NO_ARG) not in (None, NO_ARG)
        for name in ("nullable", "insert_default"):
            if name in kw and kw[name] is NO_ARG:
                del kw[name]
        default = self._attribute_options.dataclasses_default
        if default is not NO_ARG:
            kw["default"] = default
        self.column = Column(*args, **kw)

    @property
    def name(self):
        return self.column.name

    @property
    def key(self):
        return self.column.key

    @property
    def foreign_keys(self):
        return self.column.foreign_keys

    @property
    def type(self):
        return self.column.type

    def _copy(self, **kw):
        copied = type(self).__new__(type(self))
        copied.__dict__.update(self.__dict__)
        copied.column = self.column._copy(**kw)
        return copied

    def __clause_element__(self):
        return self.column

    def operate(self, op, *other, **kwargs):
        return self.column.operate(op, *other, **kwargs)

    def reverse_operate(self, op, other, **kwargs):
        return self.column.reverse_operate(op, other, **kwargs)

    def label(self, name):
        return self.column.label(name)

    __hash__ = object.__hash__

    def sort_order(self):
        return 0 if self._sort_order is NO_ARG else self._sort_order

    def merge_from(self, other):
        """Takes what a `mapped_column()` inside `Annotated` says and this one does not."""
        default = self._attribute_options.dataclasses_default
        omit = self._has_insert_default or default is not NO_ARG
        # A nullable that only the annotation implied gives way to one that was written.
        other.column._merge(self.column, omit_defaults=omit)
        if other._use_existing_column:
            self._use_existing_column = True
        if self._sort_order is NO_ARG:
            self._sort_order = other._sort_order


class UnmappedColumn(MappedColumn):
    is_unmapped = True


class ColumnProperty(MapperProperty):
    """`column_property()`: columns or an expression under an attribute."""

    group = None

    def __init__(self, column, *additional_columns, attribute_options=None, deferred=False,
                 group=None, doc=None, info=None, active_history=False, expire_on_flush=True,
                 raiseload=False, comparator_factory=None, **kw):
        self.columns = [
            item.__clause_element__() if hasattr(item, "__clause_element__") else item
            for item in (column, *additional_columns)
        ]
        # Through the dict: the interpreter is several times slower to set attributes.
        self.__dict__.update({
            "_given": (column, *additional_columns),
            "_attribute_options": attribute_options or options_from(kw),
            "deferred": deferred,
            "group": group,
            "doc": doc,
        })
        if info:
            self.info = info

    @classmethod
    def _of_column(cls, column, key=None, parent=None):
        """The property of a column alone, without asking what else was given."""
        made = cls.__new__(cls)
        made.__dict__.update({
            "columns": [column], "_given": (column,), "key": key, "parent": parent,
        })
        return made

    @property
    def expression(self):
        return self.columns[0]

    @property
    def columns_to_assign(self):
        return [column for column in self.columns if isinstance(column, Column)
                and column.table is None]

    def _missing(self, instance):
        """The value of an attribute that an object does not have yet."""
        from .loading import load_attribute

        return load_attribute(instance, self)

    def __clause_element__(self):
        return self.columns[0]


class MappedSQLExpression(ColumnProperty):
    pass


class SynonymProperty(MapperProperty):
    """Another name for an attribute."""

    def __init__(self, name, map_column=None, descriptor=None, comparator_factory=None,
                 attribute_options=None, doc=None, info=None):
        self.name = name
        self.map_column = map_column
        self.descriptor = descriptor
        self._attribute_options = attribute_options or AttributeOptions.none()
        self.doc = doc


class CompositeProperty(MapperProperty):
    """Several columns as one value."""

    is_composite = True

    def __init__(self, _class_or_attr=None, *attrs, attribute_options=None, group=None,
                 deferred=False, active_history=False, comparator_factory=None, info=None,
                 return_none_on=NO_ARG, doc=None, **kw):
        self._generated_composite_accessor = None
        self._attribute_options = attribute_options or options_from(kw)
        if isinstance(_class_or_attr, (MappedColumn, Column, str)):
            attrs = (_class_or_attr, *attrs)
            _class_or_attr = None
        self.composite_class = _class_or_attr
        self.attrs = attrs
        self.doc = doc

    def keys(self):
        """The attributes that it is made of."""
        return [
            item if isinstance(item, str) else self.parent.key_of(getattr(item, "column", item))
            for item in self.attrs
        ]

    def pairs(self, value):
        """A value taken apart: what each attribute gets."""
        if value is None:
            values = [None] * len(self.attrs)
        elif hasattr(value, "__composite_values__"):
            values = value.__composite_values__()
        else:
            values = [getattr(value, name) for name in value.__dataclass_fields__]
        return list(zip(self.keys(), values))

    def columns_from_signature(self, types):
        """Columns that only the composite class's own annotations describe."""
        return [(name, MappedColumn()) for name in types]


class ConcreteInheritedProperty(MapperProperty):
    pass


class _ExpressionProperty(MapperProperty):
    def __init__(self, *args, **kw):
        self.args = args
        self.kw = kw
        self._attribute_options = AttributeOptions.none()


def mapped_column(*args, **kw):
    """A column of the table under the attribute that it is assigned to."""
    return MappedColumn(*args, **kw)


def unmapped_column(*args, **kw):
    return UnmappedColumn(*args, **kw)


def column_property(column, *additional_columns, **kw):
    return ColumnProperty(column, *additional_columns, **kw)


def deferred(column, *additional_columns, **kw):
    return ColumnProperty(column, *additional_columns, deferred=True, **kw)


Composite = CompositeProperty
Synonym = SynonymProperty


def query_expression(default_expr=None, **kw):
    return _ExpressionProperty(default_expr, **kw)


def synonym(name, **kw):
    options = options_from(kw)
    return SynonymProperty(name, attribute_options=options, **kw)


def composite(_class_or_attr=None, *attrs, **kw):
    return CompositeProperty(_class_or_attr, *attrs, **kw)


def orm_insert_sentinel(name=None, type_=None, *, default=None, omit_from_statements=True):
    from ..sql.schema import insert_sentinel

    found = MappedColumn()
    found.column = insert_sentinel(name=name, type_=type_, default=default,
                                   omit_from_statements=omit_from_statements)
    return found
