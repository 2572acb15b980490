"""The rows of docs/detection.md about indexes and constraints."""

DB = "postgresql sqlite mariadb"
PG = "postgresql"


def table(metadata, *items, name="t"):
    return Table(name, metadata, Column("id", Integer, primary_key=True), *items)


def both(before, after, old, new):
    table(before, *old), table(after, *new)


@case(DB)
def index_added(before, after):
    both(before, after, [Column("a", Integer)], [Column("a", Integer), Index("ix_a", "a")])


@case(DB)
def index_columns(before, after):
    columns = lambda: [Column("a", Integer), Column("b", Integer)]
    both(before, after, [*columns(), Index("ix", "a")], [*columns(), Index("ix", "b")])


@case(DB)
def index_unique(before, after):
    both(before, after, [Column("a", Integer), Index("ix", "a")],
         [Column("a", Integer), Index("ix", "a", unique=True)])


@case("postgresql sqlite")
def index_expression(before, after):
    both(before, after, [Column("a", String(9)), Index("ix", text("lower(a)"))],
         [Column("a", String(9)), Index("ix", text("upper(a)"))])


@case("postgresql sqlite")
def index_condition(before, after):
    def made(text):
        return Index("ix", "a", postgresql_where=sa.text(text), sqlite_where=sa.text(text))

    both(before, after, [Column("a", Integer), made("a > 1")], [Column("a", Integer), made("a > 2")])


@case(PG)
def index_opclass(before, after):
    both(before, after, [Column("a", Text), Index("ix", "a")],
         [Column("a", Text), Index("ix", "a", postgresql_ops={"a": "text_pattern_ops"})])


@case(PG)
def index_descending(before, after):
    both(before, after, [Column("a", Integer), Index("ix", "a")],
         [Column("a", Integer), Index("ix", text("a DESC"))])


@case(PG)
def index_include(before, after):
    columns = lambda: [Column("a", Integer), Column("b", Integer)]
    both(before, after, [*columns(), Index("ix", "a")],
         [*columns(), Index("ix", "a", postgresql_include=["b"])])


@case(PG)
def index_method(before, after):
    both(before, after, [Column("a", Integer), Index("ix", "a")],
         [Column("a", Integer), Index("ix", "a", postgresql_using="hash")])


@case(PG)
def index_spelled(before, after):
    for metadata in (before, after):
        table(metadata, Column("a", String(9)), Column("b", Integer),
              Index("ix", text("lower(a) DESC NULLS LAST"), postgresql_where=text("b>1 and b<9")))


@case(PG)
def index_cast(before, after):
    for metadata in (before, after):
        table(metadata, Column("a", postgresql.JSONB), Index("ix", text("((a->>'b')::int)")))


@case(DB)
def unique_added(before, after):
    both(before, after, [Column("a", Integer)], [Column("a", Integer), UniqueConstraint("a", name="uq")])


@case(PG)
def unique_nulls(before, after):
    both(before, after, [Column("a", Integer), UniqueConstraint("a", name="uq")],
         [Column("a", Integer), UniqueConstraint("a", name="uq", postgresql_nulls_not_distinct=True)])


def parents(*metadatas):
    for metadata in metadatas:
        Table("p", metadata, Column("id", Integer, primary_key=True))


@case(DB)
def foreign_key_added(before, after):
    parents(before, after)
    both(before, after, [Column("a", Integer)],
         [Column("a", Integer), ForeignKeyConstraint(["a"], ["p.id"], name="fk")])


@case(DB)
def foreign_key_rule(before, after):
    parents(before, after)
    both(before, after, [Column("a", Integer), ForeignKeyConstraint(["a"], ["p.id"], name="fk")],
         [Column("a", Integer), ForeignKeyConstraint(["a"], ["p.id"], name="fk", ondelete="CASCADE")])


FK = ForeignKeyConstraint


@case(DB)
def foreign_key_removed(before, after):
    parents(before, after)
    both(before, after, [Column("a", Integer), FK(["a"], ["p.id"], name="fk")], [Column("a", Integer)])


@case(DB)
def foreign_key_on_update(before, after):
    parents(before, after)
    both(before, after, [Column("a", Integer), FK(["a"], ["p.id"], name="fk")],
         [Column("a", Integer), FK(["a"], ["p.id"], name="fk", onupdate="CASCADE")])


@case("postgresql sqlite")
def foreign_key_deferrable(before, after):
    parents(before, after)
    both(before, after, [Column("a", Integer), FK(["a"], ["p.id"], name="fk")],
         [Column("a", Integer), FK(["a"], ["p.id"], name="fk", deferrable=True, initially="DEFERRED")])


@case(DB)
def index_removed(before, after):
    both(before, after, [Column("a", Integer), Index("ix", "a")], [Column("a", Integer)])


@case(DB)
def unique_removed(before, after):
    both(before, after, [Column("a", Integer), UniqueConstraint("a", name="uq")], [Column("a", Integer)])


@case(DB)
def primary_key_added(before, after):
    Table("t", before, Column("a", Integer, nullable=False))
    Table("t", after, Column("a", Integer, nullable=False), PrimaryKeyConstraint("a", name="pk"))


@case(DB, unordered=True)
def foreign_keys_in_a_circle(before, after):
    Table("a", after, Column("id", Integer, primary_key=True), Column("b_id", Integer),
          ForeignKeyConstraint(["b_id"], ["b.id"], name="fk_a"))
    Table("b", after, Column("id", Integer, primary_key=True), Column("a_id", Integer),
          ForeignKeyConstraint(["a_id"], ["a.id"], name="fk_b"))


@case(DB)
def check_added(before, after):
    both(before, after, [Column("a", Integer)], [Column("a", Integer), CheckConstraint("a > 0", name="ck")])


@case(DB)
def check_removed(before, after):
    both(before, after, [Column("a", Integer), CheckConstraint("a > 0", name="ck")], [Column("a", Integer)])


@case(DB)
def check_text(before, after):
    both(before, after, [Column("a", Integer), CheckConstraint("a > 0", name="ck")],
         [Column("a", Integer), CheckConstraint("a > 1", name="ck")])


@case(DB, autogenerate_plugins=["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"])
def check_spelled(before, after):
    for metadata in (before, after):
        table(metadata, Column("a", Integer), CheckConstraint("a>0 AND (a<9)", name="ck"))


@case(DB)
def primary_key_column(before, after):
    def made(metadata, *keys):
        Table("t", metadata, Column("a", Integer, nullable=False), Column("b", Integer, nullable=False),
              PrimaryKeyConstraint(*keys, name="pk"))

    made(before, "a"), made(after, "a", "b")


@case(DB)
def primary_key_removed(before, after):
    Table("t", before, Column("a", Integer, nullable=False), PrimaryKeyConstraint("a", name="pk"))
    Table("t", after, Column("a", Integer, nullable=False))


def excluding(name, using="btree", where=None):
    condition = None if where is None else text(where)
    return postgresql.ExcludeConstraint((column("a"), "="), name=name, using=using, where=condition)


@case(PG)
def exclude_added(before, after):
    both(before, after, [Column("a", Integer)], [Column("a", Integer), excluding("ex")])


@case(PG)
def exclude_removed(before, after):
    both(before, after, [Column("a", Integer), excluding("ex"), excluding("gone", "hash")],
         [Column("a", Integer), excluding("ex")])


@case(PG)
def exclude_text(before, after):
    both(before, after, [Column("a", Integer), excluding("ex")],
         [Column("a", Integer), excluding("ex", where="a > 1")])


@case("postgresql sqlite", metadata={"naming_convention": {"ck": "ck_%(table_name)s_%(constraint_name)s"}})
def check_inside_named(before, after):
    for metadata in (before, after):
        table(metadata, Column("a", Integer, CheckConstraint("a > 0", name="positive")))


@case(DB, metadata={"naming_convention": {"pk": "pk_%(table_name)s"}}, sql=["CREATE INDEX ix_t_a ON t (a)"])
def index_not_named(before, after):
    table(before, Column("a", Integer)), table(after, Column("a", Integer, index=True))


@case("sqlite", sql=["CREATE TABLE c (id INTEGER NOT NULL PRIMARY KEY, t_id INTEGER REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED)"])
def foreign_key_inside(before, after):
    table(before), table(after), table(after, Column("t_id", ForeignKey("t.id")), name="c")


def referring(metadata, ondelete):
    Table("p", metadata, Column("a", Integer, primary_key=True), Column("b", Integer, primary_key=True))
    table(metadata, Column("x", Integer), Column("Y z", Integer),
          ForeignKeyConstraint(["x", "Y z"], ["p.a", "p.b"], ondelete=ondelete, name="fk"))


@case(PG)
def foreign_key_rule_columns(before, after):
    referring(before, 'SET NULL (x, "Y z")'), referring(after, "SET NULL")


def referred(metadata, *uniques):
    return [table(metadata, Column("u", Integer), Column("v", Integer), *(UniqueConstraint(it, name=f"uq_{name}_{it}") for it in uniques), name=name)
            for name in ("p", "z")]


def children(metadata, *references):
    table(metadata, *(Column(name, Integer) for name in "abc"),
          *(ForeignKeyConstraint([own], [other], name=f"fk_{own}") for own, other in references), name="child")


@case(DB, unordered=True)
def parent_removed(before, after):
    referred(before, "u"), children(before, ("a", "p.id"), ("b", "z.u"), ("c", "p.u"))
    table(after, Column("u", Integer), Column("v", Integer), name="z"), children(after)


@case(DB, unordered=True)
def referred_key_added(before, after):
    referred(before), children(before)
    referred(after, "u", "v"), children(after, ("a", "p.u"), ("b", "z.v"))
    table(after, Column("z_v", Integer), ForeignKeyConstraint(["z_v"], ["z.v"], name="fk_new"), name="new")
