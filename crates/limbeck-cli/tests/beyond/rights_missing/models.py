from sqlalchemy import CheckConstraint, Column, Integer, MetaData, Table, text

metadata = MetaData()
Table("kept", metadata, Column("id", Integer, primary_key=True),
      Column("at", Integer, server_default=text("shut.one()+1")), Column("n", Integer),
      CheckConstraint("n>shut.one()", name="positive"), CheckConstraint("n < 010", name="small"),
      schema="shut")
