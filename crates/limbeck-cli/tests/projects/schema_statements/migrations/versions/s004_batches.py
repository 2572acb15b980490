"""batches: a key named by a convention; on SQLite a longer key, places of columns"""
import datetime

import sqlalchemy as sa
from alembic import op

revision = "s004"
down_revision = "s003"


def tried(what, act):
    try:
        with op.batch_alter_table("moved") as batch:
            act(batch)
    except Exception as error:
        print("--", what, type(error).__name__, error)


def upgrade():
    bind = op.get_bind()
    op.execute("CREATE TABLE named (id integer CONSTRAINT pk_named PRIMARY KEY, a integer)")
    named = sa.Table(
        "named", sa.MetaData(naming_convention={"pk": "pk_%(table_name)s"}),
        sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.Integer),
    )
    with op.batch_alter_table("named", copy_from=named, recreate="always") as batch:
        batch.drop_column("a")
    if op.get_context().as_sql or bind.dialect.name != "sqlite":
        return
    op.execute("CREATE TABLE longer (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, b INTEGER NOT NULL)")
    op.execute("INSERT INTO longer (b) VALUES (7)")
    with op.batch_alter_table("longer") as batch:
        batch.create_primary_key("longer_key", ["id", "b"])
    op.execute("CREATE TABLE moved (id INTEGER NOT NULL PRIMARY KEY, a INTEGER, b INTEGER)")
    tried("first", lambda batch: (
        batch.add_column(sa.Column("c", sa.Integer), insert_before="a"), batch.drop_column("b")
    ))
    tried("alone", lambda batch: batch.add_column(sa.Column("c", sa.Integer), insert_after="a"))
    tried("itself", lambda batch: batch.add_column(
        sa.Column("c", sa.Integer, server_default=sa.text("(1 + 2)")), insert_after="a"
    ))
    tried("after", lambda batch: (
        batch.drop_column("b"), batch.add_column(sa.Column("d", sa.Integer), insert_before="a")
    ))
    spans = sa.Table(
        "spans", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("span", sa.Interval)
    )
    spans.create(bind)
    span = datetime.timedelta(hours=3)
    bind.execute(spans.insert().values(id=1, span=span))
    bind.execute(spans.insert(), [{"id": 2, "span": span}, {"id": 3, "span": None}])
    op.bulk_insert(spans, [{"id": 4, "span": span + datetime.timedelta(microseconds=5)}])
    print("--", bind.execute(sa.select(spans.c.id).where(spans.c.span == span)).scalars().all())


def downgrade():
    pass
