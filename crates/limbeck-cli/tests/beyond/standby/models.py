from sqlalchemy import CheckConstraint, Column, Integer, MetaData, Table, text

metadata = MetaData()
Table("kept", metadata, Column("id", Integer, primary_key=True),
      Column("at", Integer, server_default=text("(1)+1")), Column("n", Integer),
      CheckConstraint("n < 010", name="small"))
