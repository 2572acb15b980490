from sqlalchemy import Column, Enum, ForeignKey, Integer, MetaData, String, Table, UniqueConstraint

metadata = MetaData()

Table("item", metadata, Column("id", Integer, primary_key=True),
      Column("kind", Enum("a", "b")), Column("name", String(10), index=True), schema="limbeck_shop")
Table("entry", metadata, Column("id", String(9), primary_key=True),
      Column("item_id", ForeignKey("limbeck_shop.item.id", name="fk_item")))
Table("changed", metadata, Column("id", Integer, primary_key=True),
      Column("name", String(9), comment="new"),
      Column("part_id", ForeignKey("limbeck_shop.part.id", name="fk_new")),
      UniqueConstraint("name", name="uq_name"), schema="limbeck_shop", comment="new")
Table("part", metadata, Column("id", Integer, primary_key=True), schema="limbeck_shop")
