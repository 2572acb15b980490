"""The rows of docs/detection.md about tables, columns and types: one kind of change each, or none."""

DB = "postgresql sqlite mariadb"
PG = "postgresql"


def table(metadata, *items, name="t"):
    return Table(name, metadata, Column("id", Integer, primary_key=True), *items)


def both(before, after, old, new):
    table(before, *old), table(after, *new)


@case(DB)
def table_added(before, after):
    table(after)


@case(DB)
def table_removed(before, after):
    table(before)


@case(DB)
def column_added(before, after):
    both(before, after, [], [Column("a", Integer)])


@case(DB)
def column_removed(before, after):
    both(before, after, [Column("a", Integer)], [])


@case(DB)
def column_renamed(before, after):
    both(before, after, [Column("a", Integer)], [Column("b", Integer)])


@case(DB)
def nullable_changed(before, after):
    both(before, after, [Column("a", Integer)], [Column("a", Integer, nullable=False)])


@case(DB)
def type_changed(before, after):
    both(before, after, [Column("a", Integer)], [Column("a", String(20))])


@case(DB)
def length_changed(before, after):
    both(before, after, [Column("a", String(10))], [Column("a", String(20))])


@case("postgresql sqlite")
def length_added(before, after):
    both(before, after, [Column("a", String)], [Column("a", String(20))])


@case("postgresql sqlite")
def length_removed(before, after):
    both(before, after, [Column("a", String(20))], [Column("a", String)])


@case(DB)
def precision_changed(before, after):
    both(before, after, [Column("a", Numeric(8, 2))], [Column("a", Numeric(10, 2))])


@case(PG)
def precision_removed(before, after):
    both(before, after, [Column("a", Numeric(8, 2))], [Column("a", Numeric)])


@case(PG)
def timezone_added(before, after):
    both(before, after, [Column("a", DateTime)], [Column("a", DateTime(timezone=True))])


@case(DB)
def default_added(before, after):
    both(before, after, [Column("a", Integer)], [Column("a", Integer, server_default="1")])


@case(DB)
def default_changed(before, after):
    both(before, after, [Column("a", Integer, server_default="1")],
         [Column("a", Integer, server_default="2")])


@case(DB)
def default_removed(before, after):
    both(before, after, [Column("a", Integer, server_default="1")], [Column("a", Integer)])


@case("sqlite mariadb", compare_server_default=True)
def default_quoted(before, after):
    for metadata in (before, after):
        table(metadata, Column("a", String(20), server_default="it's"))


@case("postgresql mariadb", compare_server_default=True)
def default_filled_up(before, after):
    for metadata in (before, after):
        table(metadata, Column("a", Numeric(8, 2), server_default="0"))


@case(PG, compare_server_default=True)
def default_volatile(before, after):
    default = text("clock_timestamp() + interval '1 day'")
    for metadata in (before, after):
        table(metadata, Column("a", DateTime(timezone=True), server_default=default))


@case(PG)
def identity_removed(before, after):
    both(before, after, [Column("a", Integer, Identity(always=True), nullable=False)], [Column("a", Integer, nullable=False)])


@case(PG)
def identity_removed_with_not_null(before, after):
    both(before, after, [Column("a", Integer, Identity(always=True), nullable=False)], [Column("a", Integer)])


@case("postgresql mariadb")
def computed_added(before, after):
    both(before, after, [Column("a", Integer)], [Column("a", Integer), Column("b", Integer, Computed("a + 1", persisted=True))])


@case(DB)
def computed_column_removed(before, after):
    both(before, after, [Column("a", Integer), Column("b", Integer, Computed("a + 1", persisted=True))], [Column("a", Integer)])


@case("postgresql mariadb")
def table_comment(before, after):
    Table("t", before, Column("id", Integer, primary_key=True), comment="one")
    Table("t", after, Column("id", Integer, primary_key=True), comment="two")


@case(PG)
def enum_values_reordered(before, after):
    both(before, after, [Column("a", Enum("x", "y", name="e"))], [Column("a", Enum("y", "x", name="e"))])


@case(PG)
def enum_value_renamed(before, after):
    both(before, after, [Column("a", Enum("x", "y", name="e"))], [Column("a", Enum("x", "z", name="e"))])


@case(DB)
def computed_text(before, after):
    both(before, after, [Column("a", Integer), Column("b", Integer, Computed("a + 1", persisted=True))],
         [Column("a", Integer), Column("b", Integer, Computed("a + 2", persisted=True))])


@case(DB)
def computed_spelled(before, after):
    for metadata in (before, after):
        table(metadata, Column("a", Integer), Column("b", Integer, Computed("a+1", persisted=True)))


@case(PG)
def identity_options(before, after):
    Table("t", before, Column("id", Integer, Identity(increment=1)))
    Table("t", after, Column("id", Integer, Identity(increment=2)))


@case("postgresql mariadb")
def comments(before, after):
    both(before, after, [Column("a", Integer, comment="one")], [Column("a", Integer, comment="two")])


@case(PG)
def enum_value_added(before, after):
    both(before, after, [Column("a", Enum("x", name="e"))], [Column("a", Enum("x", "y", name="e"))])


@case(PG)
def enum_value_removed(before, after):
    both(before, after, [Column("a", Enum("x", "y", name="e"))], [Column("a", Enum("x", name="e"))])


@case(PG)
def enum_column_added(before, after):
    both(before, after, [], [Column("a", Enum("x", "y", name="e"))])


@case(PG)
def sequence_added(before, after):
    Sequence("s", metadata=after)


@case(PG, sql=["CREATE SEQUENCE gone"])
def sequence_removed(before, after):
    for metadata in (before, after):
        Sequence("s", metadata=metadata)


@case(PG)
def sequence_options(before, after):
    Sequence("s", metadata=before), Sequence("s", increment=5, metadata=after)


def collated(postgresql_name, sqlite_name, mariadb_name):
    """A column with a collation for each database, or with none."""
    column = String(20)
    for dialect, name in [("postgresql", postgresql_name), ("sqlite", sqlite_name)]:
        if name:
            column = column.with_variant(String(20, collation=name), dialect)
    if mariadb_name:
        column = column.with_variant(mysql.VARCHAR(20, collation=mariadb_name), "mysql", "mariadb")
    return Column("a", column)


@case(DB)
def collation_added(before, after):
    both(before, after, [Column("a", String(20))], [collated("C", "NOCASE", "utf8mb4_bin")])


@case(DB)
def collation_changed(before, after):
    both(before, after, [collated("C", "NOCASE", "utf8mb4_bin")], [collated("POSIX", "RTRIM", "utf8mb4_unicode_ci")])


@case("postgresql sqlite")
def collation_removed(before, after):
    both(before, after, [collated("C", "NOCASE", None)], [Column("a", String(20))])


@case(DB)
def collation_of_the_database(before, after):
    options = {f"{name}_{key}": value for name in ("mysql", "mariadb")
               for key, value in [("default_charset", "utf8mb4"), ("collate", "utf8mb4_bin")]}
    Table("t", before, Column("id", Integer, primary_key=True), Column("a", String(20)), **options)
    Table("t", after, Column("id", Integer, primary_key=True), collated("default", "BINARY", "utf8mb4_bin"), **options)


@case(PG, sql=["CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (0) TO (9)"])
def partition(before, after):
    for metadata in (before, after):
        Table("t", metadata, Column("a", Integer, primary_key=True, autoincrement=False),
              postgresql_partition_by="RANGE (a)")


@case(DB, compare_server_default=True)
def default_null(before, after):
    for metadata in (before, after):
        table(metadata, Column("a", Integer, server_default=sa.null()), Column("b", String(5), server_default=text("NULL")))


@case(PG, compare_server_default=True)
def default_sequence(before, after):
    for metadata in (before, after):
        table(metadata, Column("a", Integer, server_default=Sequence("s", metadata=metadata).next_value()))


@case("sqlite mariadb", compare_server_default=True)
def identity_left_out(before, after):
    for metadata in (before, after):
        Table("t", metadata, Column("id", Integer, Identity(start=3), primary_key=True))


@case(PG, sql=["CREATE FOREIGN DATA WRAPPER w", "CREATE SERVER s FOREIGN DATA WRAPPER w",
               "CREATE FOREIGN TABLE f (a INTEGER) SERVER s"])
def foreign_table(before, after):
    table(before), table(after)


@case("sqlite", sql=["CREATE VIRTUAL TABLE words USING fts5(a, b)"], unordered=True)
def virtual_table(before, after):
    table(before), table(after)


def kinds(*values):
    return Column("kind", Enum(*values, name="kind", native_enum=False, create_constraint=True))


@case("postgresql sqlite")
def enum_check_value_added(before, after):
    both(before, after, [kinds("a", "b")], [kinds("a", "b", "longer")])


@case("postgresql sqlite")
def enum_check_added(before, after):
    both(before, after, [], [kinds("a", "b")])


def doubled(type_, expression="a * 2"):
    return [Column("a", type_), Column("b", Integer, Computed(expression, persisted=True)),
            UniqueConstraint("b", name="uq_b"), Index("ix_a_b", "a", "b")]


@case(DB)
def computed_read_type(before, after):
    both(before, after, doubled(Integer), doubled(BigInteger))


@case(DB)
def computed_indexed(before, after):
    both(before, after, doubled(Integer), doubled(Integer, "a * 3"))


@case(PG)
def identity_added(before, after):
    both(before, after, [Column("a", Integer, nullable=False)], [Column("a", Integer, Identity(always=True, cycle=True), nullable=False)])


@case(PG)
def identity_added_with_not_null(before, after):
    both(before, after, [Column("a", Integer)], [Column("a", Integer, Identity(always=True, cycle=True), nullable=False)])


@case(PG, sql=["CREATE TABLE u (extra INTEGER) INHERITS (t)"])
def inherited(before, after):
    for metadata in (before, after):
        Table("t", metadata, Column("a", Integer), CheckConstraint("a > 0", name="ck_a"))
    Table("u", after, Column("extra", Integer), postgresql_inherits="t")


FAMILY = "CREATE TABLE a_child (id INTEGER NOT NULL PRIMARY KEY, a TEXT, b INTEGER) INHERITS (z_parent)"


def family(metadata, *more, text=Text, child=True):
    """A table and one that inherits from it, whose name comes first."""
    columns = lambda: [Column("a", text), *[Column(name, Integer) for name in more]]
    table(metadata, *columns(), name="z_parent")
    if child:
        table(metadata, *columns(), Column("b", Integer), name="a_child")


@case(PG)
def child_added(before, after):
    table(after, name="z_parent")
    Table("a_child", after, Column("b", Integer), postgresql_inherits="z_parent")


@case(PG, sql=[FAMILY])
def child_column_added(before, after):
    family(before, child=False), family(after, "n")


@case(PG, sql=[FAMILY])
def child_type_changed(before, after):
    family(before, child=False), family(after, text=String(20))


@case(PG)
def float_by_precision(before, after):
    for metadata in (before, after):
        table(metadata, Column("a", Float(24)), Column("b", Float(53)))


@case(PG, sql=["CREATE DOMAIN positive AS INTEGER DEFAULT 3 NOT NULL CHECK (VALUE > 0)",
               "ALTER TABLE t ADD COLUMN a positive"], compare_server_default=True)
def domain_left(before, after):
    table(before)
    table(after, Column("a", Integer, nullable=False))


@case("mariadb")
def national(before, after):
    for metadata in (before, after):
        table(metadata, Column("a", NVARCHAR(5)), Column("b", NCHAR(4)))
