"""Types as they are compared and written."""


def change(before, after, *types, **options):
    Table("t", before, Column("id", Integer, primary_key=True),
          *[Column(f"c{at}", old) for at, (old, new) in enumerate(types)])
    Table("t", after, Column("id", Integer, primary_key=True),
          *[Column(f"c{at}", new) for at, (old, new) in enumerate(types)])


@case("postgresql sqlite")
def lengths(before, after):
    change(before, after, (String(20), String(30)), (String(20), String), (String, String(5)),
           (String(20), Text), (Text, String(20)), (CHAR(5), CHAR(5)), (CHAR(5), CHAR(6)))


@case()
def numbers(before, after):
    change(before, after, (Integer, BigInteger), (SmallInteger, Integer), (Integer, Float),
           (Integer, Numeric), (Float, Double), (BigInteger, BigInteger))


@case("postgresql sqlite")
def precisions(before, after):
    change(before, after, (Numeric(10, 2), Numeric(10, 2)), (Numeric(10, 2), Numeric(12, 2)),
           (Numeric(10, 2), Numeric(10, 4)), (Numeric(10), Numeric(10, 0)), (Numeric, Numeric(5)),
           (Numeric(8, 2), DECIMAL(8, 2)), (Float(53), Float), (Float(24), Float(53)),
           (Numeric(10, 2), Float), (Double(53), Double))


@case()
def times(before, after):
    change(before, after, (DateTime, DateTime(timezone=True)), (DateTime(timezone=True), DateTime),
           (Date, DateTime), (Time, Time), (Time, Time(timezone=True)), (DateTime, TIMESTAMP),
           (Interval, Interval))


@case("postgresql sqlite")
def same_types(before, after):
    types = [
        BigInteger(), Boolean(), Date(), DateTime(), DateTime(timezone=True), Double(), Float(),
        Integer(), Interval(), LargeBinary(), LargeBinary(10), Numeric(), Numeric(10, 2),
        SmallInteger(), String(10), String(), Text(), Time(), Unicode(10), UnicodeText(), JSON(),
        Uuid(), Uuid(as_uuid=False), Uuid(native_uuid=False), Enum("a", "b", name="e"), PickleType(),
        CHAR(3), VARCHAR(4), CHAR(4), LargeBinary(),
        TIMESTAMP(), REAL(), DECIMAL(5, 1),
    ]
    change(before, after, *[(each, each) for each in types])


@case()
def every_type_added(before, after):
    Table(
        "t", after, Column("c1", BigInteger), Column("c2", Boolean), Column("c3", Date),
        Column("c4", DateTime), Column("c5", DateTime(timezone=True)), Column("c6", Double),
        Column("c7", Double(precision=20)), Column("c8", Float), Column("c9", Float(precision=10)),
        Column("c10", Integer), Column("c11", Interval), Column("c12", Interval(native=False)),
        Column("c13", LargeBinary), Column("c14", LargeBinary(length=5)), Column("c15", Numeric),
        Column("c16", Numeric(10)), Column("c17", Numeric(10, 2)),
        Column("c18", Numeric(10, 2, asdecimal=False)), Column("c19", SmallInteger),
        Column("c20", String), Column("c21", String(10)), Column("c22", String(10, collation="C")),
        Column("c23", Text), Column("c24", Text(100)), Column("c25", Time), Column("c26", Time(timezone=True)),
        Column("c27", Unicode), Column("c28", Unicode(10)), Column("c29", UnicodeText),
        Column("c30", JSON), Column("c31", JSON(none_as_null=True)), Column("c32", Uuid),
        Column("c33", Uuid(as_uuid=False)), Column("c34", Uuid(native_uuid=False)),
        Column("c35", PickleType), Column("c36", Float(asdecimal=True)),
        Column("c37", Interval(second_precision=3)), Column("c38", String(collation="C")),
        Column("c39", Numeric(scale=2)), Column("c40", Float(decimal_return_scale=3)),
    )


@case()
def upper_case_types_added(before, after):
    Table(
        "t", after, Column("c1", BIGINT), Column("c2", BINARY(3)), Column("c3", BLOB),
        Column("c4", BOOLEAN), Column("c5", CHAR), Column("c6", CHAR(3)), Column("c7", CLOB),
        Column("c8", DATE), Column("c9", DATETIME), Column("c10", DATETIME(timezone=True)),
        Column("c11", DECIMAL), Column("c12", DECIMAL(10, 2)), Column("c13", DOUBLE),
        Column("c14", DOUBLE_PRECISION), Column("c15", FLOAT), Column("c16", FLOAT(3)),
        Column("c17", INT), Column("c18", INTEGER), Column("c19", JSON), Column("c20", NCHAR(2)),
        Column("c21", NUMERIC), Column("c22", NUMERIC(3, 1)), Column("c23", NVARCHAR(2)),
        Column("c24", REAL), Column("c25", SMALLINT), Column("c26", TEXT), Column("c27", TIME),
        Column("c28", TIME(timezone=True)), Column("c29", TIMESTAMP), Column("c30", TIMESTAMP(timezone=True)),
        Column("c31", UUID), Column("c32", UUID(as_uuid=False)), Column("c33", VARBINARY(3)),
        Column("c34", VARCHAR), Column("c35", VARCHAR(30)), Column("c36", VARCHAR(3, collation="C")),
    )


@case()
def enums_added(before, after):
    class Color(enum.Enum):
        red = 1
        green = 2

    Table(
        "t", after, Column("c1", Enum("a", "b", name="e1")), Column("c2", Enum(Color)),
        Column("c3", Enum("a", "b", name="e3", native_enum=False)),
        Column("c4", Enum("a", "b", name="e4", native_enum=False, create_constraint=True)),
        Column("c5", Enum("a", "b", name="e5", native_enum=False, length=40)),
        Column("c6", Enum("it's", "b", name="e6")),
        Column("c7", Enum("a", "b", name="e7", schema=None, validate_strings=True)),
        Column("c8", Enum(Color, values_callable=lambda e: [str(x.value) for x in e], name="e8")),
        Column("c9", Enum("a", name="e9", create_constraint=True)),
        Column("c10", Enum("a", "b", name="e10", metadata=after)),
        Column("c11", Boolean(create_constraint=True)), Column("c12", Boolean(create_constraint=True, name="bool12")),
    )


@case("postgresql")
def enums_removed(before, after):
    Table("t", before, Column("id", Integer, primary_key=True), Column("c", Enum("a", "b", name="mood")))


@case()
def enums_compared(before, after):
    change(before, after, (Enum("a", "b", name="e1"), Enum("a", "b", "c", name="e1")),
           (Enum("a", "b", name="e2", native_enum=False), Enum("a", "b", "cc", name="e2", native_enum=False)),
           (String(5), Enum("a", "b", name="e3", native_enum=False)))


@case("postgresql")
def string_becomes_enum(before, after):
    change(before, after, (String(5), Enum("a", "b", name="e3")))
    Enum("a", "b", name="e4", metadata=before)


@case()
def booleans(before, after):
    change(before, after, (Boolean, Boolean), (Integer, Boolean), (Boolean, Integer),
           (SmallInteger, Boolean), (Boolean, Boolean(create_constraint=True)))


@case()
def variants(before, after):
    change(
        before, after,
        (String(5).with_variant(Text, "postgresql"), String(5).with_variant(Text, "postgresql")),
        (JSON, JSON().with_variant(postgresql.JSONB, "postgresql")),
        (Integer, BigInteger().with_variant(Integer, "sqlite").with_variant(mysql.BIGINT(unsigned=True), "mysql")),
    )
    Table("n", after, Column("a", BigInteger().with_variant(Integer, "sqlite")),
          Column("b", JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")),
          Column("c", String(3).with_variant(mysql.VARCHAR(3, charset="utf8"), "mysql", "mariadb")))


@case("postgresql")
def postgresql_types_added(before, after):
    p = postgresql
    Table(
        "t", after, Column("c1", p.ARRAY(Integer)), Column("c2", ARRAY(String(3))),
        Column("c3", p.ARRAY(Integer, dimensions=2)), Column("c4", p.BIT(3)),
        Column("c5", p.BIT(varying=True)), Column("c6", p.BYTEA), Column("c7", p.CIDR),
        Column("c8", p.CITEXT), Column("c9", p.DATERANGE), Column("c10", p.ENUM("a", "b", name="pe")),
        Column("c11", p.ENUM("a", name="pe2", create_type=False)), Column("c12", p.HSTORE),
        Column("c13", p.INET), Column("c14", p.INT4RANGE), Column("c15", p.INTERVAL),
        Column("c16", p.INTERVAL(fields="DAY TO SECOND")), Column("c17", p.INTERVAL(precision=3)),
        Column("c18", p.JSON), Column("c19", p.JSONB), Column("c20", p.JSONB(none_as_null=True)),
        Column("c21", p.MACADDR), Column("c22", p.MONEY), Column("c23", p.NUMRANGE), Column("c24", p.OID),
        Column("c25", p.TIME), Column("c26", p.TIME(timezone=True, precision=3)),
        Column("c27", p.TIMESTAMP), Column("c28", p.TIMESTAMP(timezone=True)),
        Column("c29", p.TIMESTAMP(precision=3)), Column("c30", p.TSRANGE), Column("c31", p.TSTZRANGE),
        Column("c32", p.TSVECTOR), Column("c33", p.UUID), Column("c34", p.UUID(as_uuid=False)),
        Column("c35", p.DOUBLE_PRECISION), Column("c36", p.DOMAIN("posint", Integer, check="VALUE > 0")),
        Column("c37", p.JSONB(astext_type=Text(collation="C"))), Column("c38", p.INT8MULTIRANGE),
        Column("c39", p.REGCLASS), Column("c40", p.ARRAY(p.JSONB)), Column("c41", p.ARRAY(Enum("a", name="ae"))),
        Column("c42", p.MACADDR8), Column("c43", p.TSQUERY), Column("c44", p.ARRAY(Text, as_tuple=True)),
        Column("c45", p.DOMAIN("text2", Text, default="x", not_null=True, collation="C", constraint_name="ck")),
    )


@case("postgresql", sql=["""
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN posint AS INTEGER NOT NULL DEFAULT 3 CONSTRAINT pos CHECK (VALUE > 0);
CREATE TABLE t (
  c1 INTEGER[], c2 VARCHAR(3)[], c4 BIT(3), c5 BIT VARYING(5), c6 BYTEA, c7 CIDR, c9 DATERANGE,
  c10 mood, c11 mood[], c13 INET, c14 INT4RANGE, c15 INTERVAL, c16 INTERVAL DAY TO SECOND,
  c17 INTERVAL(3), c18 JSON, c19 JSONB, c21 MACADDR, c22 MONEY, c23 NUMRANGE, c24 OID, c25 TIME,
  c26 TIME(3) WITH TIME ZONE, c27 TIMESTAMP, c28 TIMESTAMPTZ, c29 TIMESTAMP(3), c30 TSRANGE, c32 TSVECTOR,
  c33 UUID, c35 DOUBLE PRECISION, c36 posint, c37 REAL, c38 INT8MULTIRANGE, c39 REGCLASS, c40 JSONB[],
  c41 CHAR(3), c42 VARCHAR(5) COLLATE "C", c43 TEXT COLLATE "C", c44 SMALLINT, c45 NUMERIC, c46 NUMERIC(5),
  c47 NUMERIC(5, 2), c48 BOOLEAN, c49 DATE, c50 BIGINT, c51 XML, c52 "char", c53 NAME, c54 TEXT[] DEFAULT '{}'
)"""])
def postgresql_types_removed(before, after):
    pass


@case("postgresql")
def postgresql_types_compared(before, after):
    p = postgresql
    change(
        before, after, (p.JSON, p.JSONB), (JSON, JSON), (p.ARRAY(Integer), ARRAY(Integer)),
        (p.ARRAY(Integer), p.ARRAY(Text)), (p.TIMESTAMP(timezone=True), DateTime(timezone=True)),
        (p.TIMESTAMP(precision=3), p.TIMESTAMP(precision=6)), (p.TIMESTAMP(precision=3), DateTime),
        (p.INTERVAL, Interval), (p.UUID, Uuid), (p.UUID, String(36)), (p.BYTEA, LargeBinary),
        (p.DOUBLE_PRECISION, Float), (REAL, Float), (p.INET, p.CIDR), (p.BIT(3), p.BIT(4)),
        (String(10, collation="C"), String(10)), (String(10), String(10, collation="C")),
        (p.INTERVAL(fields="DAY TO SECOND"), Interval), (p.TSVECTOR, p.TSVECTOR), (p.OID, Integer),
        (p.ENUM("a", name="pe"), Enum("a", name="pe")), (p.ARRAY(Integer, dimensions=2), p.ARRAY(Integer)),
        (p.DOMAIN("d1", Integer), Integer), (p.DOMAIN("d2", Integer), p.DOMAIN("d2", Integer)),
    )


@case("sqlite", sql=["""
CREATE TABLE t (
  c1 INT, c2 TINYINT, c3 UNSIGNED BIG INT, c4 CHARACTER(20), c5 VARYING CHARACTER(255), c6 CLOB, c7 BLOB, c8,
  c9 DOUBLE PRECISION, c10 FLOAT, c11 NUMERIC(3,1), c12 DECIMAL(10,5), c13 BOOLEAN, c14 DATE, c15 DATETIME,
  c16 JSON, c17 TIMESTAMP, c18 NVARCHAR(10), c19 TIME, c20 TEXT COLLATE NOCASE, c21 REAL, c22 VARCHAR(12)
)"""])
def sqlite_types_removed(before, after):
    pass


@case("sqlite", sql=["CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, a TINYINT, b CLOB, c, d VARCHAR(10) COLLATE NOCASE)"])
def sqlite_types_compared(before, after):
    Table("t", after, Column("id", Integer, primary_key=True), Column("a", SmallInteger), Column("b", Text),
          Column("c", LargeBinary), Column("d", String(10)))


@case()
def dates_of_sqlite(before, after):
    whole, year = {"truncate_microseconds": True}, {"storage_format": "%(year)04d"}
    Table("n", after, Column("a", DateTime().with_variant(sqlite.DATETIME(), "sqlite")),
          Column("b", sqlite.DATETIME(**whole)), Column("c", sqlite.DATE(**year)),
          Column("d", sqlite.TIME(timezone=True)))
    change(before, after, (DateTime(), sqlite.DATETIME(timezone=True)), (Date(), sqlite.DATE()),
           (Date(), sqlite.DATETIME(**whole)), (sqlite.TIME(), Time()))


@case()
def own_types(before, after):
    class Money(TypeDecorator):
        impl = Numeric
        cache_ok = True

        def __init__(self, currency="EUR", scale=2):
            self.currency = currency
            super().__init__(12, scale)

    class Point(sa.types.UserDefinedType):
        cache_ok = True

        def __init__(self, srid):
            self.srid = srid

        def get_col_spec(self, **kw):
            return "INTEGER"

    class Short(String):
        pass

    Table("n", after, Column("a", Money), Column("b", Money("USD", 4)), Column("c", Point(3)),
          Column("d", Short(5)), Column("e", String(9).with_variant(Short(3), "postgresql")))
    change(before, after, (Numeric(12, 2), Money()), (Numeric(12, 2), Money("USD", 3)), (String(5), Short(6)),
           (Integer, Point(5)))


@case(user_module_prefix="types.")
def own_types_with_prefix(before, after):
    class Money(TypeDecorator):
        impl = Numeric
        cache_ok = True

    Table("n", after, Column("a", Money(10, 2)))


@case()
def unknown_model_type(before, after):
    Table("t", before, Column("id", Integer, primary_key=True), Column("a", Integer))
    Table("t", after, Column("id", Integer, primary_key=True), Column("a", sa.types.NullType()))


@case(compare_type=False)
def types_not_compared(before, after):
    change(before, after, (String(20), String(30)), (Integer, BigInteger))
