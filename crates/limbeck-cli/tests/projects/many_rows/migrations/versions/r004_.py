"""what listeners and errors show"""
import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy import event

revision = "r004"
down_revision = "r003"

metadata = sa.MetaData()
shown = sa.Table(
    "shown", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.Integer),
    sa.Column("s", sa.String(20)), sa.Column("d", sa.DateTime), sa.Column("j", sa.JSON),
    sa.Column("f", sa.Boolean),
)
seen = sa.table("seen", *map(sa.column, ("id", "who", "what")))
ids = iter(range(40000, 50000))


def plain(parameters):
    """Without the order of names, which nobody reads anything from."""
    if isinstance(parameters, list):
        return [plain(row) for row in parameters]
    return sorted(parameters.items()) if hasattr(parameters, "items") else parameters


def upgrade():
    bind = op.get_bind()
    metadata.create_all(bind, checkfirst=False)
    lines = []

    def listener(conn, cursor, statement, parameters, context, executemany):
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            told = context.parameters if executemany else context.parameters[0]
            same = context.statement == statement and told == parameters
            lines.append(("sent", repr((statement, plain(parameters), executemany, same))))

    def changing(conn, cursor, statement, parameters, context, executemany):
        if statement.startswith("UPDATE"):
            if isinstance(parameters, dict):
                parameters = {**parameters, "s": "by listener %"}
            elif isinstance(parameters, tuple):
                parameters = ("by listener %", *parameters[1:])
            statement += " AND 1 = 1"
        return statement, parameters

    def failing(name, function):
        point = bind.begin_nested()
        try:
            function()
        except sa.exc.StatementError as error:
            point.rollback()
            lines.append((name, repr((error.statement, plain(error.params)))))
        else:
            lines.append((name, "no error"))

    def told(context):
        lines.append(("told", repr((context.statement, plain(context.parameters)))))

    def errors():
        failing("taken", lambda: bind.execute(shown.insert().values(id=1, a=2, s="50%")))
        failing("unknown", lambda: bind.execute(sa.text("SELECT nope FROM shown WHERE a = :a"),
                                                {"a": 3}))
        failing("many", lambda: bind.execute(
            shown.update().where(shown.c.id == sa.bindparam("k")).values(id=sa.bindparam("v")),
            [{"k": 2, "v": 1}, {"k": 3, "v": 1}]))
        failing("driver", lambda: bind.exec_driver_sql("SELECT nope"))

    event.listen(bind, "before_cursor_execute", listener)
    bind.execute(shown.insert().values(
        id=1, a=1, s="50%", d=datetime.datetime(2020, 1, 2), j={"a": [1]}, f=True))
    bind.execute(shown.insert().values(id=2, a=None, j=None, f=False))
    bind.execute(shown.select().where(shown.c.a.in_([1, 2]), shown.c.s.like("5%%")).limit(1))
    bind.execute(sa.text("SELECT CAST(:x AS INTEGER), 5 % 3"), {"x": 1})
    bind.execute(sa.text("SELECT 5 % 3"))
    bind.execute(shown.update().where(shown.c.a == sa.bindparam("k")).values(s=sa.bindparam("v")),
                 [{"k": 1, "v": "p"}, {"k": 2, "v": "q"}])
    bind.exec_driver_sql("SELECT 1")
    errors()
    event.remove(bind, "before_cursor_execute", listener)
    event.listen(bind, "before_cursor_execute", changing, retval=True)
    bind.execute(shown.update().where(shown.c.id == 1).values(s="by script"))
    event.remove(bind, "before_cursor_execute", changing)
    event.listen(bind.engine, "handle_error", told)
    errors()
    event.remove(bind.engine, "handle_error", told)
    for who, what in lines:
        bind.execute(seen.insert().values(id=next(ids), who=who, what=what))


def downgrade():
    metadata.drop_all(op.get_bind())
