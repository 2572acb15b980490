"""Classes for the tables that a database has."""


class AutomapBase:
    __abstract__ = True
    classes = None

    @classmethod
    def prepare(cls, autoload_with=None, reflect=False, schema=None, reflection_options=None,
                engine=None, classname_for_table=None, **kw):
        """Reads the tables and makes a class of each that has a primary key."""
        bind = autoload_with if autoload_with is not None else engine
        if bind is not None:
            cls.metadata.reflect(bind, schema=schema, extend_existing=True,
                                 **(reflection_options or {}))
        name_of = classname_for_table or (lambda base, name, table: name)
        mapped = {id(mapper.local_table) for mapper in cls._sa_registry.mappers}
        for table in list(cls.metadata.tables.values()):
            if id(table) not in mapped and len(list(table.primary_key)):
                name = str(name_of(cls, table.name, table))
                cls.classes[name] = type(cls)(
                    name, (cls,), {"__table__": table, "__module__": cls.__module__}
                )


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


def classname_for_table(base, tablename, table):
    return str(tablename)


def name_for_scalar_relationship(base, local_cls, referred_cls, constraint):
    return referred_cls.__name__.lower()


def name_for_collection_relationship(base, local_cls, referred_cls, constraint):
    return referred_cls.__name__.lower() + "_collection"


def generate_relationship(*args, **kw):
    return None
