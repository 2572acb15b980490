"""Tables that come and go."""


@case()
def nothing(before, after):
    for metadata in (before, after):
        Table("t", metadata, Column("id", Integer, primary_key=True), Column("a", String(20)))


@case()
def empty(before, after):
    pass


@case()
def add_table(before, after):
    Table(
        "account", after, Column("id", Integer, primary_key=True),
        Column("name", String(50), nullable=False), Column("note", Text),
    )


@case()
def remove_table(before, after):
    Table(
        "account", before, Column("id", Integer, primary_key=True),
        Column("name", String(50), nullable=False), Column("note", Text),
        Column("amount", Numeric(10, 2), server_default="0"),
    )


@case()
def add_tables_by_dependency(before, after):
    Table("a_child", after, Column("id", Integer, primary_key=True),
          Column("parent_id", Integer, ForeignKey("z_parent.id")))
    Table("b_grandchild", after, Column("id", Integer, primary_key=True),
          Column("child_id", ForeignKey("a_child.id", ondelete="CASCADE")))
    Table("z_parent", after, Column("id", Integer, primary_key=True))
    Table("m_alone", after, Column("id", Integer, primary_key=True))


@case(unordered=True)
def remove_tables_that_refer(before, after):
    Table("parent", before, Column("id", Integer, primary_key=True))
    Table("child", before, Column("id", Integer, primary_key=True),
          Column("parent_id", Integer, ForeignKey("parent.id")))


@case()
def cycle(before, after):
    Table("a", after, Column("id", Integer, primary_key=True),
          Column("b_id", Integer, ForeignKey("b.id", name="fk_a_b", use_alter=True)))
    Table("b", after, Column("id", Integer, primary_key=True),
          Column("a_id", Integer, ForeignKey("a.id", name="fk_b_a")))


@case()
def self_reference(before, after):
    Table("node", after, Column("id", Integer, primary_key=True),
          Column("parent_id", Integer, ForeignKey("node.id"), index=True))


@case()
def add_table_with_everything(before, after):
    Table("parent", before, Column("id", Integer, primary_key=True))
    Table("parent", after, Column("id", Integer, primary_key=True))
    Table(
        "item", after,
        Column("id", BigInteger, primary_key=True, autoincrement=True),
        Column("parent_id", Integer, ForeignKey("parent.id", onupdate="CASCADE"), nullable=False),
        Column("code", String(10), unique=True),
        Column("kind", String(10), index=True),
        Column("size", Integer, CheckConstraint("size > 0", name="ck_size")),
        Column("made", DateTime(timezone=True), server_default=func.now(), nullable=False),
        Column("price", Numeric(12, 4), server_default=text("0")),
        Column("active", Boolean, server_default=sa.true()),
        Column("label", String, server_default="it's"),
        UniqueConstraint("kind", "code", name="uq_item_kind_code"),
        CheckConstraint("price >= 0", name="ck_price"),
        CheckConstraint("length(code) > 1"),
        Index("ix_item_made", "made", "price"),
        Index("ix_item_unique", "parent_id", "code", unique=True),
        comment="what is sold",
    )


@case()
def remove_table_with_everything(before, after):
    Table("parent", before, Column("id", Integer, primary_key=True))
    Table("parent", after, Column("id", Integer, primary_key=True))
    Table(
        "item", before,
        Column("id", BigInteger, primary_key=True),
        Column("parent_id", Integer, ForeignKey("parent.id", name="fk_p", ondelete="SET NULL")),
        Column("code", String(10)),
        Column("kind", String(10), index=True),
        Column("made", DateTime(timezone=True), server_default=text("CURRENT_TIMESTAMP"), nullable=False),
        Column("price", Numeric(12, 4), server_default=text("0")),
        Column("label", String(5), server_default="it's"),
        UniqueConstraint("kind", "code", name="uq_item_kind_code"),
        CheckConstraint("price >= 0", name="ck_price"),
        Index("ix_item_made", "made", "price"),
        comment="what is sold",
    )


@case()
def table_without_a_key(before, after):
    Table("log", after, Column("at", DateTime), Column("what", Text))


@case()
def composite_key(before, after):
    Table("grid", after, Column("x", Integer, primary_key=True, autoincrement=False),
          Column("y", Integer, primary_key=True), Column("v", Float),
          PrimaryKeyConstraint("x", "y", name="pk_grid"))


@case()
def composite_foreign_key(before, after):
    Table("grid", after, Column("x", Integer, primary_key=True),
          Column("y", Integer, primary_key=True))
    Table("cell", after, Column("id", Integer, primary_key=True), Column("gx", Integer),
          Column("gy", Integer),
          ForeignKeyConstraint(["gx", "gy"], ["grid.x", "grid.y"], name="fk_cell_grid",
                               deferrable=True, initially="DEFERRED", match="FULL"))


@case("postgresql")
def table_options(before, after):
    Table("part", after, Column("id", Integer, primary_key=True), Column("at", Date, primary_key=True),
          postgresql_partition_by="RANGE (at)", prefixes=["UNLOGGED"], info={"a": 1, "b": "x"})


@case("sqlite")
def table_options_sqlite(before, after):
    Table("part", after, Column("id", Integer, primary_key=True), sqlite_autoincrement=True,
          sqlite_with_rowid=True)


@case("sqlite", unordered=True)
def remove_table_options_sqlite(before, after):
    Table("part", before, Column("id", Integer, primary_key=True), sqlite_strict=True)
    Table("rowless", before, Column("id", Integer, primary_key=True), sqlite_with_rowid=False)


@case()
def odd_names(before, after):
    Table("Order", after, Column("Select", Integer, primary_key=True), Column("it's", Integer),
          Column('quo"te', Integer), Column("with space", Integer), Column("käse", Integer))


@case(sql=["CREATE TABLE plain (id INTEGER PRIMARY KEY, a INT, b VARCHAR(10) DEFAULT 'x')"])
def hand_made(before, after):
    Table("plain", after, Column("id", Integer, primary_key=True), Column("a", Integer),
          Column("b", String(10), server_default="x"))


@case(sql=["CREATE VIEW v AS SELECT id FROM t"])
def view_is_no_table(before, after):
    for metadata in (before, after):
        Table("t", metadata, Column("id", Integer, primary_key=True))


@case(sql=["CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"])
def version_table(before, after):
    pass


@case(sql=["CREATE TABLE my_version (version_num VARCHAR(32) NOT NULL)"], version_table="my_version")
def named_version_table(before, after):
    Table("my_version", after, Column("version_num", String(32)))


@case()
def if_many_columns(before, after):
    Table("wide", after, *[Column(f"c{number}", Integer) for number in range(260)])


FAMILY = [
    "CREATE TABLE b_parent (id SERIAL PRIMARY KEY, kept INTEGER DEFAULT 3)",
    "CREATE TABLE a_child (own INTEGER DEFAULT 4) INHERITS (b_parent)",
    "CREATE TABLE c_grandchild (last INTEGER, PRIMARY KEY (id)) INHERITS (a_child)",
]


@case("postgresql", sql=FAMILY, unordered=True, compare_server_default=True)
def family_removed(before, after):
    Table("other", after, Column("id", Integer, primary_key=True))


@case("postgresql", sql=FAMILY, unordered=True, compare_server_default=True)
def children_removed(before, after):
    Table("b_parent", after, Column("id", Integer, primary_key=True), Column("kept", Integer, server_default="3"))


@case("postgresql", sql=FAMILY, compare_server_default=True)
def family_left(before, after):
    Table("b_parent", after, Column("id", Integer, primary_key=True), Column("kept", Integer, server_default="3"))
    for name, *more in ("a_child",), ("c_grandchild", Column("last", Integer)):
        Table(
            name, after,
            Column("id", Integer, primary_key=name != "a_child", nullable=False),
            Column("kept", Integer, server_default="3"), Column("own", Integer, server_default="4"), *more,
        )


@case("postgresql", sql=[
    "CREATE TABLE a (id SERIAL PRIMARY KEY)",
    "CREATE TABLE b (id INTEGER PRIMARY KEY DEFAULT nextval('a_id_seq'))",
], compare_server_default=True)
def sequence_shared(before, after):
    Table("a", after, Column("id", Integer, primary_key=True))
    Table("b", after, Column("id", Integer, primary_key=True, autoincrement=False, server_default=text("nextval('a_id_seq'::regclass)")))
