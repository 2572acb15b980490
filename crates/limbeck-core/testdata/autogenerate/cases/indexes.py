"""Indexes."""


def table(metadata, *items, name="t"):
    return Table(name, metadata, Column("id", Integer, primary_key=True), Column("a", String(20)),
                 Column("b", Integer), Column("c", Integer), *items)


def both(before, after, old, new):
    one, other = table(before, *old), table(after, *new)
    return one.c, other.c


@case()
def added(before, after):
    both(before, after, [], [Index("ix_a", "a"), Index("ix_bc", "b", "c", unique=True)])


@case()
def removed(before, after):
    both(before, after, [Index("ix_a", "a"), Index("ix_bc", "b", "c", unique=True)], [])


@case()
def changed_columns(before, after):
    both(before, after, [Index("ix", "b")], [Index("ix", "b", "c")])


@case()
def changed_order(before, after):
    both(before, after, [Index("ix", "c", "b")], [Index("ix", "b", "c")])


@case()
def changed_unique(before, after):
    both(before, after, [Index("ix", "b"), Index("ix2", "c", unique=True)],
         [Index("ix", "b", unique=True), Index("ix2", "c")])


@case()
def changed_unique_and_columns(before, after):
    both(before, after, [Index("ix", "b")], [Index("ix", "c", "b", unique=True)])


@case()
def renamed(before, after):
    both(before, after, [Index("ix_old", "b")], [Index("ix_new", "b")])


@case()
def by_flag(before, after):
    Table("t", before, Column("id", Integer, primary_key=True), Column("a", String(5), index=True),
          Column("b", String(5)))
    Table("t", after, Column("id", Integer, primary_key=True), Column("a", String(5)),
          Column("b", String(5), index=True, unique=True))


@case()
def same(before, after):
    for metadata in (before, after):
        table(metadata, Index("ix_a", "a"), Index("ix_bc", "b", "c", unique=True))


@case()
def of_new_table(before, after):
    table(after, Index("ix_b", "b"), Index("ix_a", "a"), Index("ix_desc", text("b DESC")))


@case()
def of_removed_table(before, after):
    table(before, Index("ix_b", "b"), Index("ix_a", "a", unique=True))


@case()
def unique_index_becomes_constraint(before, after):
    both(before, after, [Index("u", "b", unique=True)], [UniqueConstraint("b", name="u")])


@case()
def constraint_becomes_unique_index(before, after):
    both(before, after, [UniqueConstraint("b", name="u")], [Index("u", "b", unique=True)])


@case()
def expressions_added(before, after):
    made = table(after)
    table(before)
    Index("ix_lower", func.lower(made.c.a))
    Index("ix_desc", made.c.b.desc())
    Index("ix_nulls", made.c.b.desc().nulls_last(), made.c.c.asc().nulls_first())
    Index("ix_sum", made.c.b + made.c.c)
    Index("ix_mixed", made.c.a, func.upper(made.c.a).desc(), unique=True)


def labelled(made):
    Index("ix_lower", func.lower(made.c.a).label("low"))
    Index("ix_sum", (made.c.b + made.c.c).label("sum"), made.c.a)
    Index("ix_minus", (-made.c.b).label("minus"))
    Index("ix_minus_bare", -made.c.b)
    Index("ix_within", (made.c.b > 5).label("many"))
    Index("ix_twice", (made.c.b + 1).label("one").label("two"))
    Index("ix_down", func.lower(made.c.a).label("low").desc())


@case("postgresql mariadb")
def labels_added(before, after):
    table(before)
    labelled(table(after))


@case("postgresql")
def labels_same(before, after):
    labelled(table(before))
    labelled(table(after))


@case("postgresql")
def expressions_same(before, after):
    for metadata in (before, after):
        made = table(metadata)
        Index("ix_lower", func.lower(made.c.a))
        Index("ix_desc", made.c.b.desc())
        Index("ix_asc", made.c.b.asc())
        Index("ix_nulls", made.c.b.desc().nulls_last(), made.c.c.asc().nulls_first())
        Index("ix_nulls2", made.c.b.desc().nulls_first(), made.c.c.asc().nulls_last())
        Index("ix_sum", made.c.b + made.c.c)
        Index("ix_mixed", made.c.a, func.upper(made.c.a).desc(), unique=True)
        Index("ix_cast", cast(made.c.b, String(10)))
        Index("ix_coalesce", func.coalesce(made.c.a, "x"))


@case("postgresql")
def expressions_changed(before, after):
    one, other = both(before, after, [], [])
    Index("ix_lower", func.lower(one.a))
    Index("ix_lower", func.upper(other.a))
    Index("ix_desc", one.b.desc())
    Index("ix_desc", other.b)
    Index("ix_sum", one.b + one.c)
    Index("ix_sum", other.b - other.c)
    Index("ix_to_expr", one.a)
    Index("ix_to_expr", func.lower(other.a))
    Index("ix_count", one.a)
    Index("ix_count", other.a, func.lower(other.a))


@case("postgresql")
def expressions_removed(before, after):
    one, other = both(before, after, [], [])
    Index("ix_lower", func.lower(one.a))
    Index("ix_desc", one.b.desc().nulls_last(), one.a)
    Index("ix_sum", one.b + one.c, unique=True)


@case("sqlite")
def expressions_sqlite(before, after):
    one, other = both(before, after, [], [])
    Index("ix_lower", func.lower(one.a))
    Index("ix_lower", func.lower(other.a))
    Index("ix_gone", func.lower(one.a))
    Index("ix_new", func.lower(other.a))
    Index("ix_col", one.b)
    Index("ix_col", func.abs(other.b))


@case("postgresql")
def options_added(before, after):
    one, other = both(before, after, [], [])
    Index("ix_using", other.a, postgresql_using="hash")
    Index("ix_where", other.a, postgresql_where=other.b > 5)
    Index("ix_where_text", other.a, postgresql_where=text("b > 5"))
    Index("ix_where_str", other.a, postgresql_where="b > 5")
    Index("ix_include", other.a, postgresql_include=["b", "c"])
    Index("ix_ops", other.a, postgresql_ops={"a": "text_pattern_ops"})
    Index("ix_with", other.a, postgresql_with={"fillfactor": 50})
    Index("ix_nulls", other.a, unique=True, postgresql_nulls_not_distinct=True)
    Index("ix_concurrently", other.a, postgresql_concurrently=True)
    Index("ix_tablespace", other.a, postgresql_tablespace="pg_default")
    Index("ix_ops_expr", func.lower(other.a).label("low"), postgresql_ops={"low": "text_pattern_ops"})
    Index("ix_other", other.a, sqlite_where=other.b > 5, mysql_length=5)


@case("postgresql")
def options_removed(before, after):
    one, other = both(before, after, [], [])
    Index("ix_using", one.a, postgresql_using="hash")
    Index("ix_where", one.a, postgresql_where=one.b > 5)
    Index("ix_include", one.a, postgresql_include=["b", "c"])
    Index("ix_ops", one.a, postgresql_ops={"a": "text_pattern_ops"})
    Index("ix_with", one.a, postgresql_with={"fillfactor": 50})
    Index("ix_nulls", one.a, unique=True, postgresql_nulls_not_distinct=True)


@case("postgresql")
def options_changed(before, after):
    one, other = both(before, after, [], [])
    Index("ix_using", one.a)
    Index("ix_using", other.a, postgresql_using="hash")
    Index("ix_where", one.a)
    Index("ix_where", other.a, postgresql_where=other.b > 5)
    Index("ix_include", one.a)
    Index("ix_include", other.a, postgresql_include=["b"])
    Index("ix_nulls", one.a, unique=True)
    Index("ix_nulls", other.a, unique=True, postgresql_nulls_not_distinct=True)
    Index("ix_distinct", one.a, unique=True)
    Index("ix_distinct", other.a, unique=True, postgresql_nulls_not_distinct=False)


@case("sqlite")
def options_sqlite(before, after):
    one, other = both(before, after, [], [])
    Index("ix_where", one.a)
    Index("ix_where", other.a, sqlite_where=other.b > 5)
    Index("ix_added", other.b, sqlite_where=other.b > 5)
    Index("ix_removed", one.b, sqlite_where=one.b > 5)
    Index("ix_desc", one.b.desc())
    Index("ix_desc", other.b.desc())
    Index("ix_desc2", one.b)
    Index("ix_desc2", other.b.desc())


@case("postgresql")
def operator_class_in_text(before, after):
    both(before, after, [Index("ix", text("lower(a) text_pattern_ops"))],
         [Index("ix", text("lower(a) text_pattern_ops"))])


@case()
def text_elements(before, after):
    both(before, after, [Index("ix_same", text("a"), text("b DESC"))],
         [Index("ix_same", text("a"), text("b DESC")), Index("ix_new", text("a"), text("b DESC"), "c")])


@case()
def long_names(before, after):
    name = "ix_" + "x" * 70
    both(before, after, [Index(sa.schema.conv(name), "a")], [Index(sa.schema.conv(name), "a"), Index(sa.schema.conv(name + "y"), "b")])


@case(if_not_exists=True)
def quoted_names(before, after):
    both(before, after, [Index("IX Old", "a")], [Index("IX'New", "a")])


@case("postgresql", sql=[
    "CREATE TABLE t (id SERIAL PRIMARY KEY, a INTEGER, b INTEGER, c TEXT)",
    "CREATE UNIQUE INDEX ix_1 ON t (a) INCLUDE (b) WITH (fillfactor=70) WHERE a > 3",
    "CREATE INDEX ix_2 ON t USING hash (a) WITH (fillfactor=70)",
    "CREATE UNIQUE INDEX ix_3 ON t (a DESC, lower(c) text_pattern_ops) INCLUDE (b) WITH (fillfactor=70, deduplicate_items=off)",
    "CREATE INDEX ix_4 ON t (c varchar_pattern_ops, a NULLS FIRST) WHERE b > 1",
])
def several_options_removed(before, after):
    Table("t", after, Column("id", Integer, primary_key=True), Column("a", Integer), Column("b", Integer), Column("c", Text))
