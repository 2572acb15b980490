"""Naming conventions."""

CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def models(metadata):
    Table("parent", metadata, Column("id", Integer, primary_key=True))
    Table("child", metadata, Column("id", Integer, primary_key=True), Column("code", String(5), unique=True),
          Column("kind", String(5), index=True), Column("parent_id", ForeignKey("parent.id")),
          Column("n", Integer), CheckConstraint("n > 0", name="positive"),
          CheckConstraint("n < 10", name=sa.schema.conv("ck_final")),
          UniqueConstraint("n", "kind"), UniqueConstraint("n", name="uq_own"), Index("ix_own", "n"), Index(None, "n", "kind"))


@case(metadata={"naming_convention": CONVENTION})
def tables_added(before, after):
    models(after)


@case(metadata={"naming_convention": CONVENTION}, unordered=True)
def tables_removed(before, after):
    models(before)


@case(metadata={"naming_convention": CONVENTION})
def nothing_changed(before, after):
    models(before)
    models(after)


@case(metadata={"naming_convention": CONVENTION}, unordered=True)
def parts_added(before, after):
    Table("parent", before, Column("id", Integer, primary_key=True))
    Table("child", before, Column("id", Integer, primary_key=True), Column("code", String(5)),
          Column("kind", String(5)), Column("parent_id", Integer), Column("n", Integer))
    models(after)


@case(metadata={"naming_convention": CONVENTION}, unordered=True)
def parts_removed(before, after):
    models(before)
    Table("parent", after, Column("id", Integer, primary_key=True))
    Table("child", after, Column("id", Integer, primary_key=True), Column("code", String(5)),
          Column("kind", String(5)), Column("parent_id", Integer), Column("n", Integer))


def shout(constraint, table):
    return table.name.upper()


@case(metadata={"naming_convention": {"shout": shout, "uq": "uq_%(shout)s_%(column_0_N_name)s"}})
def callables(before, after):
    Table("t", after, Column("id", Integer, primary_key=True), Column("a", Integer), Column("b", Integer),
          UniqueConstraint("a", "b"))


LONG = {"uq": "uq_%(table_name)s_%(column_0_N_name)s", "ix": "ix_%(table_name)s_%(column_0_N_name)s"}


@case(metadata={"naming_convention": LONG})
def long_names(before, after):
    for metadata in (before, after):
        Table("a_table_with_quite_a_long_name", metadata, Column("id", Integer, primary_key=True),
              Column("a_column_with_a_long_name", Integer), Column("another_column_with_a_long_name", Integer),
              UniqueConstraint("a_column_with_a_long_name", "another_column_with_a_long_name"),
              Index(None, "another_column_with_a_long_name", "a_column_with_a_long_name"))


@case(metadata={"naming_convention": LONG})
def long_names_added(before, after):
    for metadata in (before, after):
        Table("a_table_with_quite_a_long_name", metadata, Column("id", Integer, primary_key=True),
              Column("a_column_with_a_long_name", Integer), Column("another_column_with_a_long_name", Integer),
              *([] if metadata is before else [
                  UniqueConstraint("a_column_with_a_long_name", "another_column_with_a_long_name"),
                  Index(None, "another_column_with_a_long_name", "a_column_with_a_long_name")]))


@case(metadata={"naming_convention": {"pk": "pk_%(table_name)s"}})
def index_without_convention(before, after):
    Table("t", after, Column("id", Integer, primary_key=True), Column("a", Integer, index=True))
