M = "mysql mariadb"


def change(before, after, *pairs):
    """A table whose columns change from the first type of a pair to the second."""
    for metadata, place in ((before, 0), (after, 1)):
        Table("t", metadata, Column("id", Integer, primary_key=True),
              *(Column(f"c{number}", pair[place]) for number, pair in enumerate(pairs)))


TYPES = (
    mysql.TINYINT(1), mysql.TINYINT(unsigned=True), mysql.BIGINT(unsigned=True), mysql.INTEGER(zerofill=True),
    mysql.MEDIUMINT, mysql.YEAR, mysql.BIT(3), mysql.DOUBLE(8, 3), mysql.DECIMAL(8, 3, unsigned=True),
    mysql.DATETIME(fsp=3), mysql.TIMESTAMP(fsp=6), mysql.TIME(fsp=2), mysql.ENUM("a", "b"), mysql.SET("a", "b"),
    mysql.LONGTEXT, mysql.MEDIUMTEXT, mysql.TINYTEXT, mysql.LONGBLOB, mysql.VARBINARY(20), mysql.BINARY(4),
    mysql.CHAR(3), mysql.VARCHAR(30, collation="utf8mb4_bin"), mysql.JSON, Boolean, Text, LargeBinary, Double,
    Enum("x", "y", name="xy"), Uuid, DateTime, Date, Time, Interval, Numeric(5, 2), Float, SmallInteger,
)


@case(M)
def every_type_added(before, after):
    Table("t", after, Column("id", Integer, primary_key=True),
          *(Column(f"c{number}", type_) for number, type_ in enumerate(TYPES)))


@case(M)
def every_type_removed(before, after):
    every_type_added(after, before)


@case(M)
def every_type_same(before, after):
    change(before, after, *((type_, type_) for type_ in TYPES))


@case(M)
def types_compared(before, after):
    change(
        before, after, (mysql.TINYINT(1), Boolean), (Boolean, Integer), (Integer, BigInteger),
        (mysql.INTEGER(unsigned=True), Integer), (Integer, mysql.INTEGER(unsigned=True)),
        (mysql.DATETIME(fsp=3), mysql.DATETIME(fsp=6)), (mysql.DATETIME(fsp=3), DateTime),
        (mysql.ENUM("a", "b"), mysql.ENUM("b", "a")), (mysql.ENUM("a", "b"), mysql.ENUM("a", "b", "c")),
        (Enum("a", "b"), Enum("a", "c")), (String(20), Enum("a", "b")), (mysql.SET("a"), mysql.SET("a", "b")),
        (Text, mysql.LONGTEXT), (mysql.LONGTEXT, Text), (mysql.JSON, Text), (mysql.LONGTEXT, mysql.JSON),
        (String(20), String(30)), (String(20), Text), (mysql.VARCHAR(20, collation="utf8mb4_bin"), String(20)),
        (String(20), mysql.VARCHAR(20, collation="utf8mb4_bin")), (Numeric(8, 2), Numeric(10, 2)),
        (Float, Double), (Double, mysql.DOUBLE(8, 3)), (Uuid, String(32)), (mysql.CHAR(3), String(3)),
        (mysql.VARCHAR(20, charset="latin1"), mysql.VARCHAR(20, charset="utf8mb4")),
    )


def defaults(metadata, *pairs):
    Table("t", metadata, Column("id", Integer, primary_key=True),
          *(Column(f"c{number}", type_, server_default=default) for number, (type_, default) in enumerate(pairs)))


NOW = text("CURRENT_TIMESTAMP")
UPDATED = text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP")


@case(M, compare_server_default=True)
def defaults_same(before, after):
    for metadata in (before, after):
        defaults(metadata, (Integer, "5"), (Integer, text("5")), (String(10), "x"), (String(10), "it's"), (DateTime, NOW),
                 (mysql.TIMESTAMP, UPDATED), (Boolean, "1"), (Boolean, text("0")), (Numeric(8, 2), "1.5"), (String(10), ""),
                 (DateTime, func.now()), (Text, text("('a')")), (Integer, text("(1 + 2)")), (String(40), text("(uuid())")))


@case(M, compare_server_default=True)
def defaults_changed(before, after):
    defaults(before, (Integer, "5"), (Integer, None), (Integer, "6"), (String(10), "x"), (mysql.TIMESTAMP, NOW),
             (mysql.TIMESTAMP, UPDATED), (Boolean, "1"), (Integer, text("(1 + 2)")), (DateTime, None))
    defaults(after, (Integer, "6"), (Integer, "1"), (Integer, None), (String(10), "y"), (mysql.TIMESTAMP, UPDATED),
             (mysql.TIMESTAMP, NOW), (Boolean, "0"), (Integer, text("(1 + 3)")), (DateTime, NOW))


@case(M)
def defaults_of_altered_columns(before, after):
    Table("t", before, Column("id", Integer, primary_key=True), Column("a", mysql.TIMESTAMP, server_default=UPDATED, nullable=False),
          Column("b", String(10), server_default="x", nullable=False, comment="one"))
    Table("t", after, Column("id", Integer, primary_key=True), Column("a", mysql.TIMESTAMP, server_default=UPDATED),
          Column("b", String(20), server_default="x", comment="two"))


def indexed(metadata, *items, **options):
    return Table("t", metadata, Column("id", Integer, primary_key=True), Column("a", String(40)), Column("b", Text),
                 Column("c", Integer), *items, **options)


@case(M)
def indexes_added(before, after):
    indexed(before)
    indexed(after, Index("ix_prefix", "a", mysql_length=10, mariadb_length=10),
            Index("ix_full", "b", mysql_prefix="FULLTEXT", mariadb_prefix="FULLTEXT"),
            Index("ix_hash", "c", mysql_using="hash", mariadb_using="hash"), Index("ix_two", "a", "c"),
            UniqueConstraint("c", name="uq_c"), UniqueConstraint("a", "c"))


@case(M)
def indexes_removed(before, after):
    indexes_added(after, before)


@case(M)
def indexes_same(before, after):
    for metadata in (before, after):
        indexed(metadata, Index("ix_prefix", "a", mysql_length=10, mariadb_length=10),
                Index("ix_full", "b", mysql_prefix="FULLTEXT", mariadb_prefix="FULLTEXT"),
                Index("ix_two", "a", "c", unique=True), UniqueConstraint("c", name="uq_c"), UniqueConstraint("a"))


@case(M)
def unique_becomes_index(before, after):
    indexed(before, UniqueConstraint("a", name="x"), Index("y", "c", unique=True), Index("z", "a", "c"))
    indexed(after, Index("x", "a", unique=True), UniqueConstraint("c", name="y"), Index("z", "c", "a"))


def family(metadata, *items, **options):
    Table("p", metadata, Column("id", Integer, primary_key=True), Column("x", Integer, unique=True))
    Table("t", metadata, Column("id", Integer, primary_key=True), Column("pid", Integer), *items, **options)


@case(M)
def foreign_keys_and_their_indexes(before, after):
    family(before, ForeignKeyConstraint(["pid"], ["p.id"], name="fk_one"))
    family(after, ForeignKeyConstraint(["pid"], ["p.id"], name="fk_one", ondelete="CASCADE"), Index("ix_pid", "pid"))


@case(M)
def foreign_keys_restrict(before, after):
    family(before, ForeignKeyConstraint(["pid"], ["p.id"], name="fk_one"))
    family(after, ForeignKeyConstraint(["pid"], ["p.id"], name="fk_one", ondelete="RESTRICT", onupdate="NO ACTION"))


@case(M)
def foreign_keys_added(before, after):
    family(before)
    family(after, ForeignKeyConstraint(["pid"], ["p.x"], ondelete="SET NULL", onupdate="CASCADE"))


@case(M)
def foreign_keys_removed(before, after):
    foreign_keys_added(after, before)


@case(M)
def options_of_tables(before, after):
    family(before, mysql_engine="InnoDB", mysql_charset="latin1", mariadb_charset="latin1", comment="old")
    family(after, mysql_engine="InnoDB", mysql_charset="utf8mb4", mariadb_charset="utf8mb4", comment="new")
    Table("made", after, Column("id", Integer, primary_key=True), mysql_engine="InnoDB", mariadb_engine="InnoDB",
          mysql_charset="utf8mb4", mariadb_charset="utf8mb4", mysql_collate="utf8mb4_bin", mariadb_collate="utf8mb4_bin")


@case(M)
def table_with_options_removed(before, after):
    Table("gone", before, Column("id", Integer, primary_key=True), Column("a", String(5), comment="it's"),
          mysql_engine="InnoDB", mariadb_engine="InnoDB", mysql_charset="utf8mb4", mariadb_charset="utf8mb4",
          mysql_collate="utf8mb4_bin", mariadb_collate="utf8mb4_bin", comment="what goes")


@case(M)
def computed_and_identity(before, after):
    Table("t", before, Column("id", Integer, primary_key=True), Column("a", Integer), Column("b", Integer, Computed("a + 1")),
          Column("c", Integer, Computed("a * 2", persisted=True)))
    Table("t", after, Column("id", Integer, primary_key=True), Column("a", Integer), Column("b", Integer, Computed("a + 1")),
          Column("c", Integer, Computed("a * 3", persisted=True)), Column("d", Integer, Computed("a - 1")))


@case(M)
def keys_that_count_and_do_not(before, after):
    Table("a", before, Column("id", BigInteger, primary_key=True), Column("n", Integer))
    Table("a", after, Column("id", BigInteger, primary_key=True), Column("n", BigInteger))
    Table("b", before, Column("x", Integer, primary_key=True, autoincrement=False), Column("y", Integer, primary_key=True, autoincrement=False))
    Table("b", after, Column("x", BigInteger, primary_key=True, autoincrement=False), Column("y", Integer, primary_key=True, autoincrement=False))
    Table("c", before, Column("id", Integer, primary_key=True))
    Table("c", after, Column("id", BigInteger, primary_key=True))


@case(M, autogenerate_plugins=["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"])
def checks(before, after):
    family(before, CheckConstraint("pid > 0", name="ck_old"), CheckConstraint("pid > 1", name="ck_same"))
    family(after, CheckConstraint("pid > 0", name="ck_new"), CheckConstraint("pid > 2", name="ck_same"))


@case(M, sql=["CREATE VIEW v AS SELECT id FROM p", "CREATE TABLE `odd name` (`the id` int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, `k\'s` char(2) DEFAULT 'a')"])
def made_by_hand(before, after):
    family(before)
    family(after)
