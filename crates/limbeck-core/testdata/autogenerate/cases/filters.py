"""What include_object and include_name leave out."""


def rich(metadata, extra=False):
    Table("p", metadata, Column("id", Integer, primary_key=True))
    Table("t", metadata, Column("id", Integer, primary_key=True), Column("a", String(9 if extra else 5)),
          Column("b", Integer), *([Column("added", Integer)] if extra else [Column("gone", Integer)]),
          *([UniqueConstraint("a", name="uq_new"), Index("ix_new", "b"), ForeignKeyConstraint(["b"], ["p.id"], name="fk_new")]
            if extra else [UniqueConstraint("a", "b", name="uq_old"), Index("ix_old", "a"), ForeignKeyConstraint(["id"], ["p.id"], name="fk_old")]))
    Table("new" if extra else "old", metadata, Column("id", Integer, primary_key=True), Index("ix_other", "id"))


def both(before, after):
    rich(before)
    rich(after, True)


@case()
def nothing_left_out(before, after):
    both(before, after)


@case(exclude=[("table", "new"), ("table", "old")])
def objects_tables(before, after):
    both(before, after)


@case(exclude=[("table", "t")])
def objects_changed_table(before, after):
    both(before, after)


@case(exclude=[("column", "added"), ("column", "gone")])
def objects_columns(before, after):
    both(before, after)


@case(exclude=[("column", "a")])
def objects_changed_column(before, after):
    both(before, after)


@case(exclude=[("index", "ix_new"), ("index", "ix_old"), ("unique_constraint", "uq_new")])
def objects_indexes(before, after):
    both(before, after)


@case(exclude=[("unique_constraint", "uq_old"), ("foreign_key_constraint", "fk_old"), ("index", "ix_other")])
def objects_constraints(before, after):
    both(before, after)


@case(exclude=[("foreign_key_constraint", "fk_new")])
def objects_added_foreign_key(before, after):
    both(before, after)


@case(exclude_names=[("table", "old"), ("table", "p")])
def names_tables(before, after):
    both(before, after)


@case(exclude_names=[("column", "gone"), ("column", "a")])
def names_columns(before, after):
    both(before, after)


@case(exclude_names=[("index", "ix_old"), ("unique_constraint", "uq_old"), ("foreign_key_constraint", "fk_old")])
def names_constraints(before, after):
    both(before, after)


@case(exclude_names=[("schema", None)])
def names_schema(before, after):
    both(before, after)
