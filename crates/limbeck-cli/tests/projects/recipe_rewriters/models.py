from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table

first, second = MetaData(), MetaData()
Table(
    "account", first, Column("id", Integer, primary_key=True), Column("name", String(30)),
    Index("ix_account_name", "name"),
)
Table(
    "old", first, Column("id", Integer, primary_key=True), Column("a", Integer, index=True),
    Column("b", Integer, ForeignKey("account.id")), Index("ix_old_ab", "a", "b"),
)
Table("overview", first, Column("id", Integer, primary_key=True), info={"is_view": True})
Table(
    "account", second, Column("id", Integer, primary_key=True), Column("name", String(30)),
    Column("email", String(50), nullable=False),
)
metadatas = {"first": first, "second": second}
