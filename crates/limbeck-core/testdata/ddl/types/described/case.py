import sqlalchemy as sa
from sqlalchemy import types
from sqlalchemy.dialects import mysql, postgresql, sqlite

from alembic import op


class Described(types.TypeDecorator):
    impl = sa.String
    cache_ok = True

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(self.inner)


everywhere = [
    types.DECIMAL(20, 6), types.NUMERIC(20, 6), types.Numeric(5, 1), types.REAL(), types.FLOAT(5),
    types.Float(5), types.VARCHAR(5), types.CHAR(5), types.String(5), types.Unicode(5),
    types.UnicodeText(), types.Text(), types.TEXT(), types.Double(), types.BIGINT(),
    types.DOUBLE_PRECISION(), types.DATE(), types.TIME(), types.TIMESTAMP(), types.BOOLEAN(),
    types.LargeBinary(), types.JSON(), types.Uuid(), types.UUID(), types.SMALLINT(),
    types.Interval(), types.Boolean(), types.DateTime(timezone=True), types.Integer,
    types.NCHAR(3), types.NVARCHAR(4),
]
own = {
    "postgresql": [
        types.TIMESTAMP(timezone=True), postgresql.TIMESTAMP(precision=3), postgresql.UUID(),
        postgresql.JSONB(), postgresql.CITEXT(), postgresql.DOUBLE_PRECISION(),
        postgresql.INTERVAL(precision=3), postgresql.TIME(precision=2), postgresql.BYTEA(),
        types.DATETIME(), types.CLOB(),
    ],
    "mysql": [
        mysql.DECIMAL(5, 2), mysql.VARCHAR(5), mysql.TIME(fsp=3), mysql.DATETIME(fsp=3),
        mysql.DOUBLE(5, 2), mysql.LONGTEXT(), mysql.TINYINT(1), mysql.FLOAT(5, 2),
        mysql.TIMESTAMP(fsp=3), mysql.JSON(), mysql.CHAR(5, charset="ascii"), types.DATETIME(),
    ],
    "sqlite": [sqlite.DATETIME(), sqlite.TIME(), sqlite.JSON(), types.DATETIME(), types.CLOB()],
}
own["mariadb"] = own["mysql"]


def upgrade():
    given = everywhere + own[op.get_context().dialect.name]
    op.create_table("t", *(sa.Column(f"c{i}", Described(type_)) for i, type_ in enumerate(given)))
