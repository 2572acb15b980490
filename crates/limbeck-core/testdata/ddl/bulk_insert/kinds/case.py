import sqlalchemy as sa

from alembic import op


def upgrade():
    import decimal
    import uuid
    t = sa.table("t", sa.column("a", sa.Boolean()), sa.column("b", sa.Numeric(5, 2)), sa.column("c", sa.Float()), sa.column("d", sa.Uuid()), sa.column("e", sa.Enum("x", "y", name="e")), sa.column("f", sa.LargeBinary()))
    op.bulk_insert(t, [{"a": True, "b": decimal.Decimal("1.50"), "c": 1e-7, "d": uuid.UUID(int=5), "e": "x", "f": b"ab"}])
