"""statements of the script's own, executed and shown"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import DDLElement
from sqlalchemy.sql.ddl import _CreateDropBase

revision = "s010"
down_revision = "s009"


class CreateSeen(DDLElement):
    def __init__(self, name, select):
        self.name = name
        self.select = select


class DropSeen(_CreateDropBase):
    pass


@compiles(CreateSeen)
def _(element, compiler, **kw):
    select = compiler.sql_compiler.process(element.select, literal_binds=True)
    return f"CREATE VIEW {compiler.preparer.quote(element.name)} AS {select}"


@compiles(DropSeen)
def _(element, compiler, **kw):
    return "DROP VIEW " + compiler.preparer.format_table(element.element)


def upgrade():
    base = sa.table("to_see", sa.column("id"), sa.column("word"))
    op.create_table("to_see", sa.Column("id", sa.Integer), sa.Column("word", sa.String(9)))
    create = CreateSeen("Seen by", sa.select(base.c.id).where(base.c.word == "it's"))
    print("--", " ".join(str(create.compile(dialect=op.get_context().dialect)).split()))
    drop = DropSeen(sa.Table("Seen by", sa.MetaData()))
    for run in (op.execute, op.get_bind().execute):
        run(create)
        run(drop)


def downgrade():
    pass
