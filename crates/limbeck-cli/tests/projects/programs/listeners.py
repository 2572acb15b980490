"""Statements that listeners hear of and change."""
import sqlalchemy as sa
from sqlalchemy import event
from alembic import command
from alembic.config import Config
engine = sa.create_engine("sqlite:///r2.db")
times = []
@event.listens_for(engine, "before_cursor_execute", retval=True)
def comment(conn, cursor, statement, parameters, context, executemany):
    if statement.lstrip().startswith("CREATE TABLE stop"):
        statement = statement.replace("CREATE TABLE stop", "CREATE TABLE stopped")
    return statement, parameters
@event.listens_for(engine, "after_cursor_execute")
def after(conn, cursor, statement, parameters, context, executemany):
    if "parcel" in statement or "stop" in statement:
        times.append((statement.strip().split("(")[0], parameters, executemany, cursor.rowcount))
@event.listens_for(engine, "handle_error")
def error(context):
    print("error", type(context.original_exception).__name__, context.statement.split("(")[0] if context.statement else None)
config = Config("alembic.ini")
with engine.begin() as c:
    config.attributes["connection"] = c
    command.upgrade(config, "head")
for each in times:
    print(each)
print(sorted(sa.inspect(engine).get_table_names()))
try:
    with engine.begin() as c:
        config.attributes["connection"] = c
        command.downgrade(config, "p001")
except sa.exc.OperationalError as e:
    print(type(e).__name__, e.orig)
m = sa.MetaData()
sa.Table("made", m, sa.Column("id", sa.Integer, primary_key=True), sa.Column("parcel", sa.Integer, index=True))
times.clear()
m.create_all(engine)
for each in times:
    print(each)
