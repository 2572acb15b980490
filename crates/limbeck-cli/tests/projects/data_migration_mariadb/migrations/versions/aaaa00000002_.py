"""split names"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import mysql

revision = 'aaaa00000002'
down_revision = 'aaaa00000001'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("person", sa.Column("first", sa.String(50)))
    op.add_column("person", sa.Column("last", sa.String(50)))
    op.create_table("counted", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", mysql.VARCHAR(90, charset="utf8mb4"), index=True), mysql_engine="InnoDB", mariadb_engine="InnoDB", mariadb_comment="it's")
    if op.get_context().as_sql:
        return
    bind = op.get_bind()
    person = sa.table("person", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("first", sa.String), sa.column("last", sa.String))
    for row in bind.execute(sa.select(person.c.id, person.c.name).order_by(person.c.id)):
        first, last = row.name.split(" ", 1)
        bind.execute(person.update().where(person.c.id == row.id).values(first=first, last=last))
    count = bind.execute(sa.text("SELECT count(*) FROM person WHERE id > :low"), {"low": 0}).scalar()
    bind.execute(sa.text("INSERT INTO log (line) VALUES (:line)"), [{"line": f"{count} people"}, {"line": str(sorted(c["name"] for c in sa.inspect(bind).get_columns("person")))}])
    for mapping in bind.exec_driver_sql("SELECT id, name FROM person").mappings().all():
        bind.execute(sa.insert(sa.table("log", sa.column("line"))).values(line="%s %s" % (mapping["id"], mapping["name"])))
    typed = sa.table("person", sa.column("id", sa.Integer), sa.column("born", sa.Date), sa.column("payload", sa.JSON), sa.column("wakes", sa.Time), sa.column("seen", sa.DateTime), sa.column("score", sa.Numeric), sa.column("photo", sa.LargeBinary), sa.column("active", sa.Boolean), sa.column("mood", sa.Enum("sad", "ok")), sa.column("key", sa.Uuid))
    for row in bind.execute(sa.select(typed).order_by(typed.c.id)):
        bind.execute(sa.insert(sa.table("log", sa.column("line"))).values(line=repr(tuple(row))))
    for row in bind.exec_driver_sql("SELECT wakes, seen, score, active, mood, payload FROM person WHERE id = %s AND name LIKE '%%da%%'", (1,)):
        bind.execute(sa.text("INSERT INTO log (line) VALUES (:line)"), {"line": repr(tuple(row))})
    inserted = bind.execute(sa.text("INSERT INTO counted (name) VALUES ('x'), ('y')"))
    bind.execute(sa.text("INSERT INTO log (line) VALUES (:line)"), {"line": f"{inserted.lastrowid} {inserted.rowcount}"})
    counted = sa.table("counted", sa.column("id", sa.Integer), sa.column("name", sa.String))
    same = bind.execute(counted.update().where(counted.c.name == "x").values(name="x"))
    gone = bind.execute(counted.delete().where(counted.c.id > 1))
    bind.execute(sa.text("INSERT INTO log (line) VALUES (:line)"), {"line": f"{same.rowcount} {gone.rowcount} {bind.dialect.name} {bind.dialect.driver}"})
    hostile = "it's \\ \" %s %% :x {} ? \n \0 😀"
    bind.execute(counted.insert(), [{"name": hostile}, {"name": hostile[::-1]}])
    back = [name for name, in bind.execute(sa.select(counted.c.name).where(counted.c.name == hostile))]
    bind.execute(sa.text("INSERT INTO log (line) VALUES (:line)"), {"line": str(back == [hostile])})
    statement = mysql.insert(sa.table("counted", sa.column("id"), sa.column("name"))).values(id=1, name="new")
    bind.execute(statement.on_duplicate_key_update(name=statement.inserted.name))
    try:
        with bind.begin_nested():
            bind.execute(sa.text("INSERT INTO person (id) VALUES (1)"))
    except sa.exc.IntegrityError as error:
        bind.execute(sa.text("INSERT INTO log (line) VALUES (:line)"), {"line": f"{type(error).__name__} {type(error.orig).__module__}.{type(error.orig).__name__} {error.orig.args[0]}"})
    inspector = sa.inspect(bind)
    for line in (inspector.get_table_names(), inspector.get_indexes("counted"), inspector.get_pk_constraint("person"), inspector.has_table("nope"), [repr(c["type"]) for c in inspector.get_columns("person")]):
        bind.execute(sa.text("INSERT INTO log (line) VALUES (:line)"), {"line": str(line)})
    loaded = sa.Table("person", sa.MetaData(), autoload_with=bind)
    bind.execute(sa.text("INSERT INTO log (line) VALUES (:line)"), {"line": str([column.name for column in loaded.columns])})


def downgrade():
    op.drop_table("counted")
    op.drop_column("person", "last")
    op.drop_column("person", "first")
