"""split names"""
from alembic import op
import sqlalchemy as sa

revision = 'aaaa00000002'
down_revision = 'aaaa00000001'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("person", sa.Column("first", sa.String(50)))
    op.add_column("person", sa.Column("last", sa.String(50)))
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
    try:
        with bind.begin_nested():
            bind.execute(sa.text("INSERT INTO person (id) VALUES (1)"))
    except sa.exc.IntegrityError as error:
        bind.execute(sa.text("INSERT INTO log (line) VALUES (:line)"), {"line": type(error).__name__})


def downgrade():
    op.drop_column("person", "last")
    op.drop_column("person", "first")
