import sqlalchemy as sa
from sqlalchemy.dialects import mysql


def engine(constraint, table):
    return "inno"


class Base:
    metadata = sa.MetaData(naming_convention={
        "engine": engine, "ck": "ck_%(engine)s_%(table_name)s", "uq": "uq_%(engine)s_%(table_name)s",
    })


sa.Table(
    "things", Base.metadata,
    sa.Column("id", mysql.INTEGER(unsigned=True), primary_key=True),
    sa.Column("name", sa.String(9, collation="utf8mb4_bin"), server_default="50%"),
    sa.Column("is_open", sa.Boolean),
    sa.Column("size", mysql.ENUM("s", "l", charset="utf8mb4")),
    sa.Column("marks", mysql.SET("a", "b")),
    sa.Column("at", mysql.DATETIME(fsp=3), server_default=sa.text("CURRENT_TIMESTAMP(3)")),
    sa.UniqueConstraint("name"),
    sa.Index("ix_start", "name", mysql_length={"name": 5}),
    mysql_engine="InnoDB", mysql_charset="utf8mb4",
)
