from sqlalchemy import Column, Integer, MetaData, Table, Text, text

metadata = MetaData()
Table("kept", metadata, Column("id", Integer, primary_key=True),
      Column("at", Integer, server_default=text("1 + 1")), schema="shut")
Table("made", metadata, Column("id", Integer, primary_key=True), schema="shut")
