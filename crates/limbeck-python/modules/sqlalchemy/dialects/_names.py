"""The names of types in a database, and the classes that SQLAlchemy reads them as."""

_POSTGRESQL = """
    hstore=HSTORE json=JSON jsonb=JSONB int4range=INT4RANGE int8range=INT8RANGE
    numrange=NUMRANGE daterange=DATERANGE tsrange=TSRANGE tstzrange=TSTZRANGE
    int4multirange=INT4MULTIRANGE int8multirange=INT8MULTIRANGE nummultirange=NUMMULTIRANGE
    datemultirange=DATEMULTIRANGE tsmultirange=TSMULTIRANGE tstzmultirange=TSTZMULTIRANGE
    integer=INTEGER bigint=BIGINT smallint=SMALLINT character_varying=VARCHAR character=CHAR
    text=TEXT numeric=NUMERIC float=FLOAT real=REAL inet=INET cidr=CIDR citext=CITEXT uuid=UUID
    bit=BIT bit_varying=BIT macaddr=MACADDR macaddr8=MACADDR8 money=MONEY oid=OID
    regclass=REGCLASS double_precision=DOUBLE_PRECISION timestamp=TIMESTAMP
    timestamp_with_time_zone=TIMESTAMP timestamp_without_time_zone=TIMESTAMP
    time_with_time_zone=TIME time_without_time_zone=TIME date=DATE time=TIME bytea=BYTEA
    boolean=BOOLEAN interval=INTERVAL tsvector=TSVECTOR tsquery=TSQUERY regconfig=REGCONFIG
"""

_MYSQL = """
    bigint=BIGINT binary=BINARY bit=BIT blob=BLOB boolean=BOOLEAN char=CHAR date=DATE
    datetime=DATETIME decimal=DECIMAL double=DOUBLE enum=ENUM fixed=DECIMAL float=FLOAT
    int=INTEGER integer=INTEGER json=JSON longblob=LONGBLOB longtext=LONGTEXT
    mediumblob=MEDIUMBLOB mediumint=MEDIUMINT mediumtext=MEDIUMTEXT nchar=NCHAR
    nvarchar=NVARCHAR numeric=NUMERIC set=SET smallint=SMALLINT text=TEXT time=TIME
    timestamp=TIMESTAMP tinyblob=TINYBLOB tinyint=TINYINT tinytext=TINYTEXT uuid=UUID
    varbinary=VARBINARY varchar=VARCHAR year=YEAR
"""

_SQLITE = """
    BIGINT=BIGINT BLOB=BLOB BOOL=BOOLEAN BOOLEAN=BOOLEAN CHAR=CHAR DATE=DATE DATE_CHAR=DATE
    DATETIME=DATETIME DATETIME_CHAR=DATETIME DOUBLE=DOUBLE DECIMAL=DECIMAL FLOAT=FLOAT
    INT=INTEGER INTEGER=INTEGER JSON=JSON JSONB=JSONB NUMERIC=NUMERIC REAL=REAL
    SMALLINT=SMALLINT TEXT=TEXT TIME=TIME TIME_CHAR=TIME TIMESTAMP=TIMESTAMP VARCHAR=VARCHAR
    NVARCHAR=NVARCHAR NCHAR=NCHAR
"""

_by_dialect = {}

of_ours = {"postgresql": {}, "mysql": {}, "sqlite": {}}
"""What packages that Limbeck stands in for add to the names when they are imported."""


def names_of(dialect):
    """The types of a dialect by their names; a dictionary that stays the same for the run."""
    family = "mysql" if dialect == "mariadb" else dialect
    if family not in _by_dialect:
        _by_dialect[family] = {**dict(_own(family)), **of_ours.get(family, {})}
    return _by_dialect[family]


def added(dialect):
    """The names that were added to those of a dialect, or that others are read as now."""
    family = "mysql" if dialect == "mariadb" else dialect
    now = _by_dialect.get(family)
    if now is None:
        return of_ours.get(family, {})
    own = dict(_own(family))
    return {name: class_ for name, class_ in now.items() if own.get(name) is not class_}


def read(dialect, text):
    """An instance of the class added for the type that a database spells so; None without one."""
    base, _, rest = text.partition("(")
    inside, _, tail = rest.partition(")")
    base = (base.rstrip() + tail).strip()
    found = added(dialect).get(base if dialect == "sqlite" else base.lower())
    if found is None:
        return None
    given = [item.strip() for item in inside.split(",")] if inside else []
    try:
        if dialect == "sqlite":
            return found(*[int(item) for item in given if item.isdigit()])
        if given and given[0].isdigit():
            given[0] = int(given[0])
        return found(*given)
    except TypeError:
        return found()


def _own(family):
    listed = {"postgresql": _POSTGRESQL, "mysql": _MYSQL, "sqlite": _SQLITE}.get(family, "")
    package = __import__(f"sqlalchemy.dialects.{family}", None, None, ("__name__",), 0)
    generic = __import__("sqlalchemy.types", None, None, ("__name__",), 0)
    for entry in listed.split():
        name, _, class_ = entry.partition("=")
        found = getattr(package, class_, None) or getattr(generic, class_)
        yield name if family == "sqlite" else name.replace("_", " "), found
    if family == "postgresql":
        yield from (("_array", package.ARRAY), ('"char"', generic.String), ("name", generic.String))
