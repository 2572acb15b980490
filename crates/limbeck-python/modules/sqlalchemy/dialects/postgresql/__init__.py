"""PostgreSQL's types, constructs and dialect."""

_HOMES = {
    "types": """
        BIT BYTEA CIDR CITEXT HSTORE INET INTERVAL JSON JSONB JSONPATH MACADDR MACADDR8 MONEY OID
        PGUuid REGCLASS REGCONFIG TIME TIMESTAMP TSQUERY TSVECTOR ARRAY PGInterval PGMacAddr
        PGInet PGCidr PGBit PGArray""",
    "named_types": """
        CreateDomainType CreateEnumType DOMAIN DropDomainType DropEnumType ENUM NamedType""",
    "ranges": """
        AbstractMultiRange AbstractRange AbstractSingleRange DATEMULTIRANGE DATERANGE
        INT4MULTIRANGE INT4RANGE INT8MULTIRANGE INT8RANGE MultiRange NUMMULTIRANGE NUMRANGE Range
        TSMULTIRANGE TSRANGE TSTZMULTIRANGE TSTZRANGE""",
    "ext": """
        ExcludeConstraint aggregate_order_by array_agg distinct_on phraseto_tsquery
        plainto_tsquery to_tsquery to_tsvector ts_headline websearch_to_tsquery""",
    "array": "All Any array",
    "hstore": "hstore",
    "dml": "Insert insert",
    "bitstring": "BitString",
    "base": "PGDialect",
    "psycopg": "dialect",
}
_GENERIC = frozenset(
    "BIGINT BOOLEAN CHAR DATE DOUBLE_PRECISION FLOAT INTEGER NUMERIC REAL SMALLINT TEXT UUID "
    "VARCHAR".split()
)
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}
_SUBMODULES = frozenset(
    "asyncpg base bitstring dml ext hstore json named_types pg8000 psycopg psycopg2 ranges "
    "types".split()
)

__all__ = sorted({*_HOME_OF, *_GENERIC})


def __getattr__(name):
    if name in _HOME_OF:
        module = __import__(f"{__name__}.{_HOME_OF[name]}", None, None, ("__name__",), 0)
    elif name in _GENERIC:
        from sqlalchemy.sql import sqltypes as module
    elif name in _SUBMODULES:
        return __import__(f"{__name__}.{name}", None, None, ("__name__",), 0)
    else:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    value = globals()[name] = getattr(module, name)
    return value
