from sqlalchemy import Column, Enum, ForeignKey, Integer, MetaData, String, Table

metadata = MetaData(schema="shop")

Table("item", metadata, Column("id", Integer, primary_key=True),
      Column("kind", Enum("a", "b", name="kind")), Column("name", String(10), index=True))
Table("entry", metadata, Column("id", String(9), primary_key=True),
      Column("item_id", ForeignKey("shop.item.id"), unique=True), schema="log")
Table("plain", metadata, Column("id", String(9), primary_key=True),
      Column("item_id", Integer), schema="public")
