"""spelling within batches

Functions spell what a batch does, in place and in a new table.
"""
import sqlalchemy as sa
from alembic import op
from alembic.ddl.base import (
    AddColumn, ColumnNullable, DropColumn, RenameTable, visit_add_column, visit_column_nullable,
    visit_drop_column, visit_rename_table,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable, DropTable

revision = "b001"
down_revision = None


@compiles(CreateTable, "sqlite")
def created(element, compiler, **kw):
    table = element.element
    text = compiler.visit_create_table(element, **kw)
    if table.name == "alembic_version":
        return text
    special = [column.name for column in table.columns if column.info.get("special")]
    types = ["%s %r %s" % (column.key, column.type, column.nullable) for column in table.columns]
    return "%s /* %s, special: %s; %s */" % (
        text.strip(), table.name, ", ".join(special), "; ".join(types)
    )


@compiles(CreateColumn, "sqlite")
def column(element, compiler, **kw):
    text = compiler.visit_create_column(element, **kw)
    if not element.element.info.get("special"):
        return text
    has_default = element.element.server_default is not None
    return "%s /* special, %s default */" % (text, "a" if has_default else "no")


@compiles(DropTable, "sqlite")
def dropped(element, compiler, **kw):
    return compiler.visit_drop_table(element, **kw) + " /* %s goes */" % element.element.name


@compiles(RenameTable, "sqlite")
def renamed(element, compiler, **kw):
    return visit_rename_table(element, compiler, **kw) + " /* at last */"


@compiles(CreateIndex, "sqlite")
@compiles(CreateIndex, "postgresql")
def indexed(element, compiler, **kw):
    text = compiler.visit_create_index(element, **kw)
    return text.replace("INDEX", "INDEX IF NOT EXISTS", 1)


@compiles(DropColumn, "postgresql")
def column_dropped(element, compiler, **kw):
    return visit_drop_column(element, compiler, **kw) + " CASCADE"


@compiles(ColumnNullable, "postgresql")
def nullable(element, compiler, **kw):
    return visit_column_nullable(element, compiler, **kw) + " /* careful */"


@compiles(AddColumn)
def added(element, compiler, **kw):
    return visit_add_column(element, compiler, **kw) + " /* %s */" % element.column.key


def upgrade():
    reader = sa.Table(
        "reader", sa.MetaData(),
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("size", sa.BigInteger),
        sa.Column("name", sa.String(20), nullable=False, info={"special": True}),
        sa.Column("born", sa.Date),
        sa.Index("ix_reader_name", "name"),
    )
    with op.batch_alter_table("reader", copy_from=reader) as batch:
        batch.add_column(sa.Column("age", sa.Integer, info={"careful": True}))
        batch.add_column(sa.Column("word", sa.String(9), nullable=False, server_default="x",
                                   info={"special": True}, comment="a word"))
        batch.alter_column("name", new_column_name="title", type_=sa.String(30),
                           existing_type=sa.String(20), existing_nullable=False)
        batch.alter_column("born", nullable=False, existing_type=sa.Date())
        batch.drop_column("size")
        batch.create_index("ix_reader_age", ["age"])
    with op.batch_alter_table("reader") as batch:
        batch.add_column(sa.Column("seen", sa.DateTime))
        batch.add_column(sa.Column("left", sa.DateTime, info={"careful": True}))
        batch.create_index("ix_reader_seen", ["seen"])
    writer = sa.Table(
        "writer", sa.MetaData(), sa.Column("x", sa.Integer),
        sa.Column("y", sa.Integer, server_default="1", info={"special": True}),
        sa.Column("z", sa.Integer, info={"special": True}),
    )
    with op.batch_alter_table("writer", copy_from=writer) as batch:
        batch.drop_column("x")
        batch.alter_column("y", new_column_name="x", server_default=None,
                           existing_type=sa.Integer())
        batch.alter_column("z", server_default="4", existing_type=sa.Integer())


def downgrade():
    with op.batch_alter_table("reader") as batch:
        batch.drop_index("ix_reader_seen")
        batch.alter_column("age", type_=sa.BigInteger(), existing_type=sa.Integer())
        batch.drop_column("seen")
        batch.drop_column("left")
