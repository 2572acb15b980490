"""what types of the script's own make of values and of literals"""
import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy import types

revision = "t001"
down_revision = None


class Path(types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw):
        return "PATH"

    def bind_processor(self, dialect):
        return lambda value: "P" + value

    def literal_processor(self, dialect):
        return lambda value: f"P'{value}'"


class Loud(types.TypeDecorator):
    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value and value.upper()

    def process_literal_param(self, value, dialect):
        return value + "!%"


class Next(types.TypeDecorator):
    impl = sa.Integer
    cache_ok = True

    def process_literal_param(self, value, dialect):
        return value + 1


class Over(types.TypeDecorator):
    impl = Path
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value.upper()


class Angled(types.TypeDecorator):
    impl = sa.String
    cache_ok = True

    def literal_processor(self, dialect):
        return lambda value: f"<{value}>"


class Sent(sa.String):
    def bind_processor(self, dialect):
        return lambda value: value and f"sent {value}"


class Bracketed(sa.String):
    def literal_processor(self, dialect):
        return lambda value: f"'[{value}]'"


class Day(types.TypeDecorator):
    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value and datetime.datetime(2020, 1, value)


class Failing(types.TypeDecorator):
    impl = sa.String(9)
    cache_ok = True

    def process_literal_param(self, value, dialect):
        raise ValueError("no literals")


VALUES = {
    "path": (Path, "x.y"), "loud": (Loud, "it's"), "next": (Next, 4), "raised": (Over, "q"),
    "angled": (Angled, "a"), "bracketed": (Bracketed, "b"), "day": (Day, 3),
    "failing": (Failing, "f"),
}


def tried(act):
    try:
        act()
    except Exception as error:
        print("--", type(error).__name__, str(error).split("(")[0])


def written():
    table = sa.table("t", *[sa.column(name, kind) for name, (kind, _) in VALUES.items()])
    for name, (kind, value) in VALUES.items():
        column = table.c[name]
        for statement in (
            table.insert().values({name: value}), table.insert().values([{name: value}, {name: None}]),
            sa.select(sa.literal(value, kind)), table.update().values({name: None}),
            table.update().where(column == value).values({name: value}),
            table.delete().where(column.in_([value, value])),
            sa.text("SELECT :value").bindparams(sa.bindparam("value", value, type_=kind)),
        ):
            tried(lambda: op.execute(statement))
        tried(lambda: op.bulk_insert(table, [{name: value}, {name: None}]))
        tried(lambda: op.bulk_insert(table, [{name: value}], multiinsert=False))
        options = {"literal_binds": True}
        tried(lambda: print("--", (column == value).compile(compile_kwargs=options)))
        default = sa.literal(value, kind)
        tried(lambda: op.add_column("t", sa.Column(name, kind, server_default=default)))


def sent():
    marked = sa.Table(
        "marked", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("path", Path), sa.Column("loud", Loud), sa.Column("sent", Sent),
        sa.Column("angled", Angled), sa.Column("failing", Failing),
    )
    bind = op.get_bind()
    marked.create(bind)
    row = {"path": "x.y", "loud": "it's", "sent": "s", "angled": "a", "failing": "f"}
    bind.execute(marked.insert().values(row))
    bind.execute(marked.insert(), [row, {**row, "loud": None, "sent": None}])
    op.bulk_insert(marked, [row])
    bind.execute(marked.insert(), {**row, "path": "x.z"})
    bind.execute(marked.update().where(marked.c.path == "x.z").values(sent="again"))
    found = sa.select(marked.c.id).where(marked.c.sent.in_(["s", "again"])).order_by(marked.c.id)
    print("--", bind.execute(found).scalars().all())
    literal = sa.bindparam("path", "x.z", type_=Sent(), literal_execute=True)
    print("--", bind.execute(sa.select(literal)).all())


def upgrade():
    written() if op.get_context().as_sql else sent()


def downgrade():
    pass
