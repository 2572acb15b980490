"""Unique, foreign key, check and primary key constraints."""


def table(metadata, *items, name="t", columns=()):
    return Table(name, metadata, Column("id", Integer, primary_key=True), Column("a", String(20)),
                 Column("b", Integer), Column("c", Integer), *items)


def both(before, after, old, new):
    table(before, *old), table(after, *new)


def parents(*metadatas):
    for metadata in metadatas:
        Table("p", metadata, Column("id", Integer, primary_key=True),
              Column("x", Integer), Column("y", Integer), UniqueConstraint("x", "y", name="uq_p"))


@case()
def unique_added(before, after):
    both(before, after, [], [UniqueConstraint("a", "b", name="uq_ab")])


@case()
def unique_removed(before, after):
    both(before, after, [UniqueConstraint("a", "b", name="uq_ab")], [])


@case()
def unique_changed(before, after):
    both(before, after, [UniqueConstraint("a", "b", name="uq")], [UniqueConstraint("a", "c", name="uq")])


@case()
def unique_same(before, after):
    both(before, after, [UniqueConstraint("a", "b", name="uq")], [UniqueConstraint("b", "a", name="uq")])


@case()
def unique_renamed(before, after):
    both(before, after, [UniqueConstraint("a", name="uq_old")], [UniqueConstraint("a", name="uq_new")])


@case()
def unique_unnamed_added(before, after):
    both(before, after, [], [UniqueConstraint("a", "b")])


@case()
def unique_unnamed_same(before, after):
    both(before, after, [UniqueConstraint("a", "b")], [UniqueConstraint("a", "b")])


@case()
def unique_unnamed_removed(before, after):
    both(before, after, [UniqueConstraint("a", "b")], [])


@case()
def unique_named_from_unnamed(before, after):
    both(before, after, [UniqueConstraint("a", "b")], [UniqueConstraint("a", "b", name="uq_ab")])


@case("postgresql")
def unique_options(before, after):
    both(before, after, [UniqueConstraint("a", name="uq_a", deferrable=True)],
         [UniqueConstraint("b", name="uq_b", deferrable=True, initially="DEFERRED")])


@case("postgresql")
def unique_postgresql_options(before, after):
    both(before, after, [UniqueConstraint("a", name="uq_a"), UniqueConstraint("c", name="uq_c", postgresql_include=["b"])],
         [UniqueConstraint("a", name="uq_a", postgresql_nulls_not_distinct=True),
          UniqueConstraint("b", name="uq_b", postgresql_nulls_not_distinct=True, postgresql_include=["c"])])


@case()
def foreign_key_added(before, after):
    parents(before, after)
    both(before, after, [], [ForeignKeyConstraint(["b"], ["p.id"], name="fk_b", ondelete="CASCADE")])


@case()
def foreign_key_unnamed_added(before, after):
    parents(before, after)
    both(before, after, [], [ForeignKeyConstraint(["b"], ["p.id"])])


@case()
def foreign_key_removed(before, after):
    parents(before, after)
    both(before, after, [ForeignKeyConstraint(["b"], ["p.id"], name="fk_b", ondelete="SET NULL")], [])


@case()
def foreign_key_unnamed_removed(before, after):
    parents(before, after)
    both(before, after, [ForeignKeyConstraint(["b"], ["p.id"])], [])


@case()
def foreign_key_same_signature(before, after):
    parents(before, after)
    both(before, after, [ForeignKeyConstraint(["b"], ["p.id"], name="fk_one", ondelete="no action")],
         [ForeignKeyConstraint(["b"], ["p.id"], name="fk_two")])


@case()
def foreign_key_options(before, after):
    parents(before, after)
    both(before, after, [ForeignKeyConstraint(["b"], ["p.id"], name="fk_b", ondelete="CASCADE")],
         [ForeignKeyConstraint(["b"], ["p.id"], name="fk_b", ondelete="SET NULL", onupdate="CASCADE")])


@case()
def foreign_key_deferrable(before, after):
    parents(before, after)
    both(before, after, [ForeignKeyConstraint(["b"], ["p.id"], name="fk_b")],
         [ForeignKeyConstraint(["b"], ["p.id"], name="fk_b", deferrable=True, initially="DEFERRED")])


@case()
def foreign_key_composite(before, after):
    parents(before, after)
    both(before, after, [ForeignKeyConstraint(["b", "c"], ["p.x", "p.y"], name="fk_one")],
         [ForeignKeyConstraint(["c", "b"], ["p.x", "p.y"], name="fk_two", match="FULL", use_alter=True)])


@case("postgresql")
def foreign_key_not_valid(before, after):
    parents(before, after)
    both(before, after, [], [ForeignKeyConstraint(["b"], ["p.id"], name="fk_b", postgresql_not_valid=True)])


@case()
def foreign_key_target_changed(before, after):
    parents(before, after)
    for metadata in (before, after):
        Table("q", metadata, Column("id", Integer, primary_key=True))
    both(before, after, [ForeignKeyConstraint(["b"], ["p.id"], name="fk_b")],
         [ForeignKeyConstraint(["b"], ["q.id"], name="fk_b")])


@case(unordered=True)
def foreign_keys_several(before, after):
    parents(before, after)
    both(before, after, [ForeignKeyConstraint(["b"], ["p.id"], name="fk_b"), ForeignKeyConstraint(["c"], ["p.id"], name="fk_c")],
         [ForeignKeyConstraint(["b", "c"], ["p.x", "p.y"], name="fk_bc"), ForeignKeyConstraint(["id"], ["p.id"], name="fk_id")])


@case()
def foreign_key_to_new_table(before, after):
    Table("new", after, Column("id", Integer, primary_key=True))
    both(before, after, [], [ForeignKeyConstraint(["b"], ["new.id"], name="fk_new")])


@case()
def checks_are_not_compared(before, after):
    both(before, after, [CheckConstraint("b > 0", name="ck_b"), CheckConstraint("b > 2")],
         [CheckConstraint("b > 1", name="ck_b"), CheckConstraint("c > 1", name="ck_c")])


@case(autogenerate_plugins=["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"])
def checks_by_name(before, after):
    both(before, after, [CheckConstraint("b > 0", name="ck_b"), CheckConstraint("b > 2", name="ck_old")],
         [CheckConstraint("b > 1", name="ck_b"), CheckConstraint("c > 1", name="ck_new")])


@case()
def checks_rendered(before, after):
    made = table(after)
    made.append_constraint(CheckConstraint(made.c.b > made.c.c, name="ck_expr"))
    made.append_constraint(CheckConstraint("a IN ('x', 'y')", name="ck_in"))
    made.append_constraint(CheckConstraint(text("a <> 'it''s'")))
    made.append_constraint(CheckConstraint(func.length(made.c.a) < 5, name="ck_func"))
    made.append_constraint(CheckConstraint(made.c.a.in_(["x", "y"]), name="ck_in2"))
    made.append_constraint(CheckConstraint("b > 0", name="ck_nv", postgresql_not_valid=True))


@case()
def primary_keys_are_not_compared(before, after):
    Table("t", before, Column("id", Integer, primary_key=True, autoincrement=False), Column("b", Integer, nullable=False))
    Table("t", after, Column("id", Integer, primary_key=True, autoincrement=False), Column("b", Integer, primary_key=True))


@case("postgresql")
def exclude(before, after):
    Table("t", after, Column("id", Integer, primary_key=True), Column("room", Integer), Column("during", postgresql.TSRANGE),
          postgresql.ExcludeConstraint(("room", "="), ("during", "&&"), name="ex_room", using="gist", where=text("room > 3")),
          postgresql.ExcludeConstraint((column("during"), "&&"), deferrable=True, initially="DEFERRED"),
          postgresql.ExcludeConstraint((literal_column("int4range(room, room)"), "&&")))


@case("postgresql", sql=["ALTER TABLE t ADD CONSTRAINT ex EXCLUDE USING gist (during WITH &&)"])
def exclude_exists(before, after):
    for metadata in (before, after):
        Table("t", metadata, Column("id", Integer, primary_key=True), Column("during", postgresql.TSRANGE))
