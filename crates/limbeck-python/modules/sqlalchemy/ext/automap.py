"""Classes for the tables that a database has, and relationships for their foreign keys."""

from ..orm import backref, interfaces, relationship


def classname_for_table(base, tablename, table):
    return str(tablename)


def name_for_scalar_relationship(base, local_cls, referred_cls, constraint):
    return referred_cls.__name__.lower()


def name_for_collection_relationship(base, local_cls, referred_cls, constraint):
    return referred_cls.__name__.lower() + "_collection"


def generate_relationship(base, direction, return_fn, attrname, local_cls, referred_cls, **kw):
    if return_fn is backref:
        return return_fn(attrname, **kw)
    return return_fn(referred_cls, **kw)


class AutomapBase:
    __abstract__ = True
    classes = None

    @classmethod
    def prepare(cls, autoload_with=None, reflect=False, schema=None, reflection_options=None,
                engine=None, classname_for_table=classname_for_table,
                name_for_scalar_relationship=name_for_scalar_relationship,
                name_for_collection_relationship=name_for_collection_relationship,
                generate_relationship=generate_relationship, collection_class=list, **kw):
        """Reads the tables and makes a class of each that has a primary key."""
        bind = autoload_with if autoload_with is not None else engine
        if bind is not None:
            cls.metadata.reflect(bind, schema=schema, extend_existing=True,
                                 **(reflection_options or {}))
        by_table = {
            mapper.local_table: mapper.class_ for mapper in cls._sa_registry.mappers
            if issubclass(mapper.class_, cls)
        }
        between = []
        for table in cls.metadata.sorted_tables:
            if table in by_table or not len(list(table.primary_key)):
                continue
            if _is_between(table):
                between.append(table)
                continue
            name = str(classname_for_table(cls, table.name, table))
            by_table[table] = type(cls)(
                name, (cls,), {"__table__": table, "__module__": cls.__module__}
            )
        for made in by_table.values():
            cls.classes[made.__name__] = made
        names = (name_for_scalar_relationship, name_for_collection_relationship)
        for table, made in by_table.items():
            for constraint in _foreign_keys(table):
                other = by_table.get(constraint.elements[0].column.table)
                if other is not None:
                    _relate(cls, made, other, constraint, names, generate_relationship,
                            collection_class)
        for table in between:
            _relate_through(cls, table, by_table, names[1], generate_relationship,
                            collection_class)


def _foreign_keys(table):
    return sorted(
        table.foreign_key_constraints,
        key=lambda constraint: [column.name for column in constraint.columns],
    )


def _is_between(table):
    """Whether a table does nothing but link two others."""
    keys = _foreign_keys(table)
    linked = {column.name for constraint in keys for column in constraint.columns}
    return len(keys) == 2 and linked == {column.name for column in table.c}


def _relate(base, made, other, constraint, names, generate, collection_class):
    """What a foreign key says: one of the other class, and a collection the other way round."""
    name = names[0](base, made, other, constraint)
    back = names[1](base, other, made, constraint)
    mapper, target = made.__mapper__, other.__mapper__
    if mapper.has_property(name):
        return
    arguments = {
        "foreign_keys": list(constraint.columns),
        "remote_side": [element.column for element in constraint.elements],
    }
    if not target.has_property(back):
        kept = {"collection_class": collection_class}
        if all(not column.nullable for column in constraint.columns):
            kept["cascade"] = "all, delete-orphan"
            if constraint.ondelete and constraint.ondelete.lower() == "cascade":
                kept["passive_deletes"] = True
        elif constraint.ondelete and constraint.ondelete.lower() == "set null":
            kept["passive_deletes"] = True
        arguments["backref"] = generate(
            base, interfaces.ONETOMANY, backref, back, other, made, **kept
        )
    found = generate(base, interfaces.MANYTOONE, relationship, name, made, other, **arguments)
    if found is not None:
        mapper.add_property(name, found)


def _relate_through(base, table, by_table, name_of, generate, collection_class):
    first, second = _foreign_keys(table)
    one = by_table.get(first.elements[0].column.table)
    two = by_table.get(second.elements[0].column.table)
    if one is None or two is None or one is two:
        return
    name, back = name_of(base, one, two, first), name_of(base, two, one, second)
    if one.__mapper__.has_property(name):
        return
    arguments = {"secondary": table, "collection_class": collection_class}
    if not two.__mapper__.has_property(back):
        arguments["backref"] = generate(
            base, interfaces.MANYTOMANY, backref, back, two, one,
            collection_class=collection_class,
        )
    found = generate(base, interfaces.MANYTOMANY, relationship, name, one, two, **arguments)
    if found is not None:
        one.__mapper__.add_property(name, found)


class _Classes(dict):
    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def automap_base(declarative_base=None, **kw):
    from ..orm import declarative_base as make

    base = make(**kw) if declarative_base is None else declarative_base
    body = {"__abstract__": True, "classes": _Classes()}
    return type(base)(base.__name__, (AutomapBase, base), body)
