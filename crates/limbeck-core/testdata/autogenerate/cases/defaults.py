"""Server defaults."""


def change(before, after, *columns, same=False):
    """(type, old default, new default)"""
    given = lambda value: {} if value is None else {"server_default": value}
    Table("t", before, Column("id", Integer, primary_key=True),
          *[Column(f"c{at}", each[0], **given(each[1])) for at, each in enumerate(columns)])
    Table("t", after, Column("id", Integer, primary_key=True),
          *[Column(f"c{at}", each[0], **given(each[2])) for at, each in enumerate(columns)])


DIFFERENT = [
    (String(10), None, "x"), (String(10), "x", None), (String(10), "x", "y"), (Integer, None, "5"),
    (Integer, "5", text("6")), (Integer, "5", None), (Boolean, sa.true(), sa.false()),
    (String(10), "x", text("'z'")), (Text, "a b", "its"), (Float, "1.5", "2.5"),
]
SAME = [
    (String(10), "x", "x"), (String(10), "x", text("'x'")), (Integer, "5", "5"), (Integer, "5", text("5")),
    (Boolean, sa.true(), sa.true()), (Numeric(10, 2), "0.50", "0.5"), (Text, "", ""), (Integer, "-1", "-1"),
]


@case()
def not_compared(before, after):
    change(before, after, *DIFFERENT)


@case(compare_server_default=True)
def different(before, after):
    change(before, after, *DIFFERENT)


@case("postgresql", compare_server_default=True)
def same(before, after):
    change(before, after, *SAME)


@case("sqlite", compare_server_default=True)
def same_sqlite(before, after):
    change(before, after, *SAME)


@case("sqlite", compare_server_default=True)
def functions_sqlite(before, after):
    change(before, after, (DateTime, func.current_timestamp(), text("CURRENT_TIMESTAMP")),
           (DateTime, text("(datetime('now'))"), text("(datetime('now'))")),
           (DateTime, text("(datetime('now'))"), func.now()))


@case("postgresql", compare_server_default=True)
def functions_postgresql(before, after):
    change(before, after, (DateTime(timezone=True), func.now(), text("now()")),
           (DateTime, text("CURRENT_TIMESTAMP"), func.now()),
           (postgresql.JSONB, text("'{}'::jsonb"), text("'{}'")),
           (postgresql.ARRAY(Text), text("'{}'"), text("'{}'::text[]")),
           (Interval, text("'1 day'"), text("'24 hours'")))


@case(compare_server_default=True)
def with_other_changes(before, after):
    Table("t", before, Column("id", Integer, primary_key=True), Column("a", String(5), server_default="x"))
    Table("t", after, Column("id", Integer, primary_key=True),
          Column("a", String(9), server_default="y", nullable=False))


@case()
def kept_with_other_changes(before, after):
    for metadata, length in ((before, 5), (after, 9)):
        Table("t", metadata, Column("id", Integer, primary_key=True),
              Column("a", String(length), server_default="x"), Column("n", Integer, server_default="3", nullable=length == 9),
              Column("d", DateTime, server_default=func.now(), nullable=length == 9))


@case()
def added_defaults(before, after):
    Table("t", after, Column("a", String(10), server_default="x"), Column("b", String(10), server_default=""),
          Column("c", Integer, server_default="5"), Column("d", Integer, server_default=text("5")),
          Column("e", DateTime, server_default=func.now()), Column("f", DateTime, server_default=text("CURRENT_TIMESTAMP")),
          Column("g", Boolean, server_default=sa.true()), Column("h", Boolean, server_default=text("'t'")),
          Column("i", String, server_default="'quoted'"), Column("j", String, server_default=sa.literal("lit")),
          Column("k", Integer, server_default=sa.literal_column("1 + 2")), Column("l", Integer, default=7),
          Column("m", Integer, server_default=FetchedValue()), Column("n", String, server_default=func.coalesce("a", "b")),
          Column("o", DateTime, server_default=func.now(), server_onupdate=FetchedValue()),
          Column("p", String, server_default=cast("x", String)), Column("q", Integer, server_default=sa.null()),
          Column("r", DateTime(), server_default=func.timezone("utc", func.now())),
          Column("s", Integer, server_default=sa.text("a:b")), Column("u", String, server_default="100%"))


@case("postgresql")
def postgresql_defaults_removed(before, after):
    Table("t", before, Column("a", String(10), server_default="x"), Column("c", Integer, server_default="5"),
          Column("e", DateTime, server_default=func.now()), Column("g", Boolean, server_default=sa.true()),
          Column("j", postgresql.JSONB, server_default="{}"), Column("n", Numeric(5, 2), server_default="1.50"),
          Column("r", postgresql.ARRAY(Text), server_default="{}"), Column("s", Integer, Sequence("sq"), server_default=Sequence("sq").next_value()))
