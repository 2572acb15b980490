"""tables, read back as the database has them"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "r001"
down_revision = None


def show(table):
    print(table.name, [column.name for column in table.columns], [key.name for key in table.primary_key])
    print([column.type for column in table.columns])
    for index in sorted(table.indexes, key=lambda index: index.name):
        print(" index", index.name, [column.name for column in index.columns], bool(index.unique), dict(index.kwargs))
    for constraint in sorted(table.constraints, key=lambda item: (type(item).__name__, str(item.name))):
        print(" ", type(constraint).__name__, constraint.name, [column.name for column in constraint.columns])


def upgrade():
    op.create_table(
        "lease",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(40), unique=True),
        sa.Column("state", sa.Enum("on", "off"), index=True),
        sa.Column("note", sa.Text),
        sa.Column("rate", sa.Numeric(8, 0)),
        sa.Column("due", mysql.DATETIME(fsp=0)),
    )
    op.create_index("ix_lease_note", "lease", ["note"], mysql_length=10)
    op.create_table(
        "event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("lease_id", sa.Integer, sa.ForeignKey("lease.id", name="fk_event_lease")),
        sa.Column("kind", sa.String(20)),
        sa.CheckConstraint("kind <> ''", name="ck_event_kind"),
    )
    op.create_unique_constraint("uq_event_kind", "event", ["lease_id", "kind"])
    bind = op.get_bind()
    metadata = sa.MetaData()
    lease = sa.Table("lease", metadata, autoload_with=bind)
    show(lease)
    metadata.reflect(bind)
    event = metadata.tables["event"]
    show(event)
    bind.execute(lease.insert(), [{"name": "a", "state": "on"}, {"name": "b", "state": "off"}])
    bind.execute(
        event.insert().from_select(
            ["lease_id", "kind"], sa.select(lease.c.id, sa.literal("made")).where(lease.c.state == "on")
        )
    )
    for row in bind.execute(sa.select(lease.c.name, event.c.kind).join_from(lease, event, isouter=True).order_by(lease.c.name)):
        print(row.name, row.kind)


def downgrade():
    op.drop_table("event")
    op.drop_table("lease")
