import sqlalchemy as sa

metadata = sa.MetaData()
sa.Table(
    "parcel",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("weight", sa.Numeric(8, 3)),
)
sa.Table("stop", metadata, sa.Column("id", sa.Integer, primary_key=True))
