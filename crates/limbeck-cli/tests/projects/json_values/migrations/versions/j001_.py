"""documents of every shape, by every way to send them"""
import datetime
import decimal

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.orm import Session, declarative_base

revision = 'j001'
down_revision = None
branch_labels = None
depends_on = None

DOCUMENTS = [
    ["a", "b"], [], {}, {"a": [1, {"b": None}]}, "text", "", "it's \"quoted\" \\ ?", 1, 1.5, True, False,
    {"$ref": "x"}, {"$json": [1]}, {"$int": "5"}, [{"$date": "2020-01-01"}], [[1], []], "[1]", "ü😀",
]
Base = declarative_base()


class Kept(Base):
    __tablename__ = "kept"
    id = sa.Column(sa.Integer, primary_key=True)
    how = sa.Column(sa.String(20))
    document = sa.Column(sa.JSON)
    other = sa.Column(sa.JSON(none_as_null=True))


light = sa.table(
    "kept", sa.column("id", sa.Integer), sa.column("how", sa.String), sa.column("document", sa.JSON()),
    sa.column("other", sa.JSON(none_as_null=True)),
)
ids = iter(range(1, 10000))


def upgrade():
    kept = op.create_table(
        "kept",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("how", sa.String(20)),
        sa.Column("document", sa.JSON),
        sa.Column("other", sa.JSON(none_as_null=True)),
    )
    for table in (kept, light):
        op.bulk_insert(
            table, [{"id": next(ids), "how": "bulk", "document": d, "other": d} for d in DOCUMENTS]
        )
        op.execute(table.insert().values(id=next(ids), how="null", document=None, other=None))
        op.execute(table.insert().values(id=next(ids), how="NULL", document=sa.null(), other=sa.null()))
        for document in DOCUMENTS:
            op.execute(
                table.insert().values(id=next(ids), how="op", document=document, other=document)
            )
    if context.is_offline_mode():
        return
    bind, refused = op.get_bind(), []
    for document in [*DOCUMENTS, None]:
        row = {"how": "values", "document": document, "other": document}
        for table in (kept, light):
            bind.execute(sa.insert(table).values(id=next(ids), **row))
            bind.execute(sa.insert(table).values([{"id": next(ids), **row}]))
            bind.execute(sa.insert(table), {"id": next(ids), **row, "how": "one"})
            bind.execute(sa.insert(table), [{"id": next(ids), **row, "how": "many"}, {"id": next(ids), **row}])
            bind.execute(
                table.update().where(table.c.id == next(ids) - 1).values(document=document, how="set")
            )
            bind.execute(
                sa.text("UPDATE kept SET other = :d WHERE id = 1").bindparams(
                    sa.bindparam("d", document, type_=sa.JSON)
                )
            )
    with Session(bind=bind) as session:
        for document in [*DOCUMENTS, None]:
            session.add(Kept(id=next(ids), how="orm", document=document, other=document))
        session.flush()
        first = session.get(Kept, 1)
        first.document = ["changed", None]
        session.flush()
    for document in (decimal.Decimal(1), [datetime.date(2020, 1, 2)], {"a": {1, 2}}, {(1, 2): 3}, b"x"):
        try:
            bind.execute(light.insert().values(id=next(ids), document=document))
        except sa.exc.StatementError as error:
            refused.append(str(error.orig))
    op.create_table("seen", sa.Column("what", sa.Integer), sa.Column("value", sa.String(400)))
    seen = sa.table("seen", sa.column("what", sa.Integer), sa.column("value", sa.String))
    for number, row in enumerate(bind.execute(sa.select(kept).order_by(kept.c.id)).all()):
        bind.execute(seen.insert().values(what=number, value=repr(tuple(row))))
    for number, message in enumerate(refused):
        bind.execute(seen.insert().values(what=-1 - number, value=message[:30]))


def downgrade():
    op.drop_table("seen")
    op.drop_table("kept")
