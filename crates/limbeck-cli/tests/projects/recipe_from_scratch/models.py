from sqlalchemy import Column, Integer, MetaData, String, Table

metadata = MetaData()
Table("account", metadata, Column("id", Integer, primary_key=True), Column("name", String(20), index=True))
Table("entry", metadata, Column("id", Integer, primary_key=True))
