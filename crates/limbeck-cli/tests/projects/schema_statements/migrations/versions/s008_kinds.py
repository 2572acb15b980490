"""kinds of values that columns of a type take"""
import datetime
import decimal

import sqlalchemy as sa
from alembic import op

revision = "s008"
down_revision = "s007"

TYPES = {
    "yes": sa.Boolean(), "number": sa.Numeric(10, 3), "ratio": sa.Float(), "raw": sa.LargeBinary(),
    "word": sa.String(60), "count": sa.Integer(),
}
VALUES = [
    "a", "1", "1.5", "", 1, 0, 5, 1.5, True, decimal.Decimal("1.25"), datetime.date(2020, 1, 2),
    datetime.time(1, 2), b"xy", {"k": 1}, None,
]


class Own(sa.TypeDecorator):
    impl = sa.Boolean
    cache_ok = True


def upgrade():
    if op.get_context().as_sql:
        kept = sa.table("kept_yes", sa.column("id", sa.Integer), sa.column("v", sa.Boolean))
        op.execute(kept.insert().values(id=1, v=1))
        op.bulk_insert(kept, [{"id": 2, "v": 0}, {"id": 3, "v": True}])
        return
    for name, type_ in [*TYPES.items(), ("own", Own())]:
        table = op.create_table(
            "kept_" + name, sa.Column("id", sa.Integer, primary_key=True), sa.Column("v", type_)
        )
        for number, value in enumerate(VALUES):
            print("--", name, repr(value), *written(table, 10 * number, value))


def written(table, number, value):
    bind = op.get_bind()
    row = {"id": number, "v": value}
    for act in (
        lambda: bind.execute(table.insert().values(row)),
        lambda: bind.execute(table.insert(), [{**row, "id": number + 1}, {**row, "id": number + 2}]),
        lambda: op.execute(table.insert().values({**row, "id": number + 3})),
        lambda: op.bulk_insert(table, [{**row, "id": number + 4}]),
        lambda: bind.execute(table.update().where(table.c.id == number).values(v=value)),
    ):
        try:
            with bind.begin_nested():
                act()
            yield "written"
        except Exception:
            yield "refused"
    try:
        with bind.begin_nested():
            yield bind.scalars(sa.select(table.c.v).where(table.c.id.between(number, number + 4))).all()
    except Exception as error:
        yield type(error).__name__


def downgrade():
    pass
