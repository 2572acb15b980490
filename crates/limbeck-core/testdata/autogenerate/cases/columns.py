"""Columns that come, go and change."""


def both(before, after, old, new, *common):
    Table("t", before, Column("id", Integer, primary_key=True), *old)
    Table("t", after, Column("id", Integer, primary_key=True), *new)


@case()
def add_column(before, after):
    both(before, after, [], [Column("a", String(20))])


@case()
def add_columns(before, after):
    both(before, after, [Column("m", Integer)], [
        Column("z", String(20), nullable=False, server_default="x"), Column("m", Integer),
        Column("a", Integer, comment="first"), Column("b", Boolean, nullable=False),
    ])


@case()
def remove_column(before, after):
    both(before, after, [Column("a", String(20), server_default="q")], [])


@case()
def remove_columns(before, after):
    both(before, after, [Column("z", Integer), Column("a", Integer, nullable=False)], [])


@case()
def add_and_remove(before, after):
    both(before, after, [Column("old", String(20))], [Column("new", String(20))])


@case()
def add_column_with_references(before, after):
    for metadata in (before, after):
        Table("parent", metadata, Column("id", Integer, primary_key=True))
    both(before, after, [], [Column("parent_id", Integer, ForeignKey("parent.id"), index=True, unique=True)])


@case()
def add_unique_column(before, after):
    both(before, after, [], [Column("code", String(8), unique=True)])


@case(unordered=True)
def remove_column_with_references(before, after):
    for metadata in (before, after):
        Table("parent", metadata, Column("id", Integer, primary_key=True))
    both(before, after, [
        Column("parent_id", Integer, ForeignKey("parent.id", name="fk_t_parent")),
        Column("code", String(8)), UniqueConstraint("code", name="uq_code"),
        Index("ix_t_parent", "parent_id"),
    ], [])


@case()
def not_null(before, after):
    both(before, after, [Column("a", String(20))], [Column("a", String(20), nullable=False)])


@case()
def null(before, after):
    both(before, after, [Column("a", String(20), nullable=False, server_default="x", comment="c")],
         [Column("a", String(20), server_default="x", comment="c")])


@case()
def null_and_type(before, after):
    both(before, after, [Column("a", String(20), nullable=False)], [Column("a", Text)])


@case()
def key_column_type(before, after):
    Table("t", before, Column("id", Integer, primary_key=True))
    Table("t", after, Column("id", BigInteger, primary_key=True))


@case()
def key_column_type_without_counting(before, after):
    Table("t", before, Column("id", Integer, primary_key=True, autoincrement=False))
    Table("t", after, Column("id", BigInteger, primary_key=True, autoincrement=False))


@case()
def several_tables_and_columns(before, after):
    for name in ("b", "a"):
        Table(name, before, Column("id", Integer, primary_key=True), Column("x", Integer),
              Column("y", String(5)))
        Table(name, after, Column("id", Integer, primary_key=True),
              Column("y", String(9), nullable=False), Column("x", Integer, nullable=False))


@case("postgresql")
def identity_added(before, after):
    both(before, after, [Column("n", Integer, nullable=False)],
         [Column("n", Integer, Identity(start=5), nullable=False)])


@case("postgresql")
def identity_changed(before, after):
    both(before, after, [Column("n", Integer, Identity(start=5))],
         [Column("n", Integer, Identity(always=True, increment=3))])


@case("postgresql")
def identity_removed(before, after):
    both(before, after, [Column("n", Integer, Identity(always=True, start=5, cycle=True))],
         [Column("n", Integer, nullable=False)])


@case("postgresql")
def identity_same(before, after):
    both(before, after, [Column("n", Integer, Identity(start=1)), Column("m", BigInteger, Identity(cache=3))],
         [Column("n", Integer, Identity()), Column("m", BigInteger, Identity(cache=3))])


@case("postgresql")
def identity_table(before, after):
    Table("i", after, Column("id", Integer, Identity(always=True, start=10, minvalue=1), primary_key=True),
          Column("k", BigInteger, Identity()))
    Table("j", before, Column("id", Integer, Identity(always=True, start=10, minvalue=1), primary_key=True))


@case()
def computed_table(before, after):
    Table("c", after, Column("a", Integer), Column("b", Integer, Computed("a + 1", persisted=True)),
          Column("s", String(10)), Column("u", String(10), Computed("upper(s)", persisted=True), nullable=False))
    Table("d", before, Column("a", Integer), Column("b", Integer, Computed("a + 1", persisted=True)))


@case()
def computed_changed(before, after):
    both(before, after, [Column("a", Integer), Column("b", Integer, Computed("a + 1", persisted=True))],
         [Column("a", Integer), Column("b", Integer, Computed("a + 2", persisted=True))])


@case()
def computed_same(before, after):
    for metadata in (before, after):
        Table("t", metadata, Column("a", Integer), Column("s", String(5)),
              Column("b", Integer, Computed("a + 1", persisted=True)),
              Column("c", String(9), Computed("upper(s)", persisted=True)))


@case()
def computed_added(before, after):
    both(before, after, [Column("a", Integer), Column("b", Integer)],
         [Column("a", Integer), Column("b", Integer, Computed("a + 2", persisted=True))])


@case()
def computed_removed(before, after):
    both(before, after, [Column("a", Integer), Column("b", Integer, Computed("a + 2", persisted=True))],
         [Column("a", Integer), Column("b", Integer)])


@case()
def add_computed(before, after):
    both(before, after, [Column("a", Integer)],
         [Column("a", Integer), Column("b", Integer, Computed("a + 2"))])


@case("postgresql")
def serial_and_sequences(before, after):
    for metadata in (before, after):
        Table("t", metadata, Column("id", Integer, Sequence("own_seq"), primary_key=True))
        Table("u", metadata, Column("id", BigInteger, primary_key=True))
        Table("v", metadata, Column("id", SmallInteger, primary_key=True))


@case("postgresql", sql=["CREATE TABLE s (id SERIAL PRIMARY KEY, b BIGSERIAL, x INTEGER)"])
def remove_serial(before, after):
    pass


@case()
def column_keys(before, after):
    Table("p", after, Column("id", Integer, primary_key=True, key="pk"))
    Table("q", after, Column("id", Integer, primary_key=True),
          Column("p_id", Integer, ForeignKey("p.pk"), key="parent"),
          UniqueConstraint("parent", name="uq_parent"), Index("ix_parent", "parent"))


@case()
def system_column(before, after):
    both(before, after, [], [Column("xmin", Integer, system=True)])
