"""Comments of tables and columns."""


def both(before, after, old, new, old_table=None, new_table=None):
    Table("t", before, Column("id", Integer, primary_key=True), Column("a", String(5), comment=old), comment=old_table)
    Table("t", after, Column("id", Integer, primary_key=True), Column("a", String(5), comment=new), comment=new_table)


@case()
def column_added(before, after):
    both(before, after, None, "it's \"new\"")


@case()
def column_removed(before, after):
    both(before, after, "old", None)


@case()
def column_changed(before, after):
    both(before, after, "old", "new")


@case()
def column_same(before, after):
    both(before, after, "same", "same", "t", "t")


@case()
def column_empty(before, after):
    both(before, after, None, "", None, "")


@case()
def table_added(before, after):
    both(before, after, None, None, None, "it's \"new\"")


@case()
def table_removed(before, after):
    both(before, after, None, None, "old", None)


@case()
def table_changed(before, after):
    both(before, after, "old", "new\nline", "old", "new\nline")


@case()
def with_type(before, after):
    Table("t", before, Column("id", Integer, primary_key=True), Column("a", String(5), comment="old"))
    Table("t", after, Column("id", Integer, primary_key=True), Column("a", String(9), comment="new", nullable=False))


@case()
def kept_with_type(before, after):
    Table("t", before, Column("id", Integer, primary_key=True), Column("a", String(5), comment="same"))
    Table("t", after, Column("id", Integer, primary_key=True), Column("a", String(9), comment="same"))
