"""shelves

The top level does something, the functions have other names, DDL is spelled by the script, and
names come from where they happen to be.
"""
import sqlalchemy as sa
from alembic import op
from alembic.ddl.impl import Column
from sqlalchemy import create_engine, event, pool
from sqlalchemy.dialects.mysql.base import MSMediumText
from sqlalchemy.dialects.sqlite.base import TEXT
from sqlalchemy.engine import Connectable, make_url
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import AddConstraint, CreateIndex, CreateTable, DropTable
from sqlalchemy.sql.ddl import ClauseElement

revision = "f001"
down_revision = None

if op.get_bind().dialect.name == "postgresql":
    sa.Enum("oak", "beech", name="wood").create(op.get_bind(), checkfirst=False)


@compiles(CreateTable)
def create_table(element, compiler, **kw):
    text = compiler.visit_create_table(element, **kw)
    if element.element.info.get("careful"):
        text = text.replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS ", 1)
    return text


@compiles(DropTable, "postgresql")
def drop_table(element, compiler, **kw):
    return compiler.visit_drop_table(element) + " CASCADE"


@compiles(CreateIndex, "mysql")
def create_index(element, compiler, **kw):
    return compiler.visit_create_index(element) + " COMMENT 'ours'"


@compiles(AddConstraint, "postgresql")
def add_constraint(element, compiler, **kw):
    return compiler.visit_add_constraint(element) + " NOT VALID"


def unless_told_otherwise(function):
    def wrapper(**kw):
        return function(**kw)

    return wrapper


def named_engine(url):
    assert make_url(url).get_dialect().get_pool_class(make_url(url)) in (
        pool.QueuePool, pool.SingletonThreadPool, pool.AsyncAdaptedQueuePool, pool.StaticPool
    )
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def on_connect(connection, record):
        connection.create_function("shout", 1, str.upper)

    return engine


@unless_told_otherwise
def upgrade():
    wood = sa.Enum("oak", "beech", name="wood", create_type=False)
    op.create_table(
        "shelf",
        Column("id", sa.Integer, primary_key=True),
        Column("wood", wood.with_variant(sa.String(8), "sqlite", "mysql")),
        Column("note", TEXT().with_variant(MSMediumText(), "mysql")),
        Column("place", sa.String(20), index=True),
        info={"careful": True},
    )
    op.create_table("plain", Column("id", sa.Integer, primary_key=True))
    op.create_index("ix_shelf_note", "shelf", ["place", "id"])
    if op.get_context().dialect.name != "sqlite":
        op.create_unique_constraint("uq_shelf_place", "shelf", ["place"])
    assert issubclass(sa.sql.elements.ColumnElement, ClauseElement)
    memory = named_engine("sqlite://")
    assert isinstance(memory, Connectable)
    with memory.connect() as connection:
        made = sa.select(sa.sql.label("two", sa.literal(1) + 1))
        op.execute(f"INSERT INTO plain (id) VALUES ({connection.scalar(made)})")


@unless_told_otherwise
def downgrade():
    op.drop_table("plain")
    op.drop_table("shelf")
