"""statements of DDL that a script makes by hand"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy import schema
from sqlalchemy.dialects import postgresql

revision = "s006"
down_revision = "s005"


def upgrade():
    name = op.get_context().dialect.name
    noted = sa.Table(
        "noted", sa.MetaData(),
        sa.Column("id", sa.Integer, primary_key=True, comment="it's the key"),
        sa.Column("word", sa.String(9), index=True),
        sa.Column("kind", sa.Enum("x", "y", name="kind_of_note", create_constraint=False)),
        comment="of notes",
    )
    if name == "postgresql":
        op.execute("CREATE TYPE kind_of_note AS ENUM ('x', 'y')")
    op.execute(schema.CreateTable(noted))
    if name != "sqlite":
        op.execute(schema.SetTableComment(noted))
        op.execute(schema.SetColumnComment(noted.c.id))
    for index in noted.indexes:
        op.execute(schema.CreateIndex(index))
    words = sa.select(noted.c.id, noted.c.word.label("the word")).where(noted.c.word != "it's")
    view = schema.CreateView(words, "words")
    op.execute(view)
    print("--", [(column.name, str(column.type)) for column in view.table.c])
    op.execute(words.into("copied", temporary=True))
    op.execute(schema.CreateTableAs(sa.select(noted.c.id).where(noted.c.id > 3), "more"))
    op.execute(schema.DropView(view.table))
    if op.get_context().as_sql:
        op.execute(schema.CreateColumn(noted.c.word))
        op.execute(schema.CreateColumn(sa.Column("free", sa.Integer, nullable=False)))
    else:
        try:
            op.execute(schema.CreateColumn(noted.c.word))
        except Exception as error:
            print("--", type(error).__name__)
    if name == "postgresql":
        for number, given in enumerate([
            {"default": "3"}, {"default": sa.text("4")}, {"default": sa.func.pg_backend_pid()},
            {"default": "5", "check": "VALUE > 0", "not_null": True},
        ]):
            kind = postgresql.DOMAIN(f"first_{number}", sa.Integer, **given)
            op.create_table(f"of_{number}", sa.Column("a", kind))
            kind = postgresql.DOMAIN(f"second_{number}", sa.Integer, **given)
            kind.create(op.get_bind(), checkfirst=False)


def downgrade():
    pass
