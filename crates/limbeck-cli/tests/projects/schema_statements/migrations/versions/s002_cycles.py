"""tables that refer to each other"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy import schema as ddl

revision = "s002"
down_revision = "s001"


def refer(name, *others, **key):
    columns = [sa.Column("id", sa.Integer, primary_key=True)]
    for other in others:
        columns.append(sa.Column(f"to_{other}", sa.Integer))
    keys = [
        sa.ForeignKeyConstraint([f"to_{other}"], [f"{other}.id"], name=f"{name}_{other}", **key)
        for other in others
    ]
    return [name, *columns, *keys]


def tables(*described):
    metadata = sa.MetaData()
    for name, *items in described:
        sa.Table(name, metadata, *items)
    return metadata


def tried(act):
    try:
        act()
    except Exception as error:
        print("--", type(error).__name__, str(error).split(" (")[0])


def upgrade():
    bind = op.get_bind()
    live = not op.get_context().as_sql
    cycle = tables(
        refer("zz"), refer("before", "zz"), refer("left", "right", "zz"), refer("right", "left"),
        refer("after", "left"), refer("own", "own"),
    )
    told = tables(refer("one", "two", use_alter=True), refer("two", "one"))
    for metadata in (cycle, told):
        metadata.create_all(bind)
        if not live:
            metadata.create_all(bind, checkfirst=False)
        if not live or bind.dialect.name == "postgresql":
            metadata.drop_all(bind)
            metadata.create_all(bind)
    print("--", [table.name for table in told.sorted_tables])
    table = told.tables["one"]
    if not live:
        table.create(bind)
        op.execute(ddl.CreateTable(cycle.tables["left"], include_foreign_key_constraints=[]))
        named = [c for c in cycle.tables["left"].foreign_key_constraints if c.name == "left_zz"]
        op.execute(ddl.CreateTable(cycle.tables["left"], include_foreign_key_constraints=named))
        ordered = ddl.sort_tables_and_constraints(cycle.tables.values())
        print("--", [
            (table is not None and table.name, sorted(c.name for c in constraints))
            for table, constraints in ordered
        ])
    unnamed = sa.MetaData()
    sa.Table("u1", unnamed, sa.Column("id", sa.Integer, sa.ForeignKey("u2.id"), primary_key=True))
    sa.Table("u2", unnamed, sa.Column("id", sa.Integer, sa.ForeignKey("u1.id"), primary_key=True))
    if not live and bind.dialect.name != "sqlite":
        tried(lambda: unnamed.drop_all(bind))


def downgrade():
    pass
