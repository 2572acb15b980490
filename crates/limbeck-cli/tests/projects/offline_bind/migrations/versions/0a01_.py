"""What a script asks of op.get_bind() where nothing is connected."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import psycopg2
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.engine.mock import MockConnection
from sqlalchemy.orm import Session
from sqlalchemy.sql.ddl import CreateSchema, DropSchema

revision = "0a01"
down_revision = None


def upgrade():
    bind = op.get_bind()
    print("--", type(bind), isinstance(bind, MockConnection))
    print("--", bind.engine.name, bind.engine.dialect.name, bind.name, bind.connect() is bind)
    print("--", isinstance(bind.dialect, PGDialect))
    print("--", isinstance(bind.dialect, postgresql.dialect))
    print("--", isinstance(bind.dialect, psycopg2.dialect))
    print("--", op._proxy.migration_context.bind.dialect.name)
    try:
        sa.inspect(bind)
    except sa.exc.NoInspectionAvailable as error:
        print("--", str(error).splitlines()[0])
    try:
        sa.Inspector.from_engine(bind.engine)
    except AttributeError as error:
        print("--", error)
    session = Session(bind=bind)
    try:
        session.execute(sa.text("SELECT 1"))
    except AttributeError as error:
        session.rollback()
        print("--", error)
    if bind.dialect.name == "postgresql":
        op.execute(CreateSchema("planning"))
    sa.Table("task", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True)).create(bind)
    print("--", bind.execute(sa.text("UPDATE task SET id = 2")))


def downgrade():
    op.drop_table("task")
    if op.get_bind().engine.name == "postgresql":
        op.execute(DropSchema("planning"))
