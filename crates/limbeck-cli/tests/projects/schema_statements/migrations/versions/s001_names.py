"""names that a flag or a naming convention gives"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy import schema as ddl

revision = "s001"
down_revision = None

CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def flags():
    table = sa.Table(
        "flags", sa.MetaData(),
        sa.Column("a", sa.Integer, index=True), sa.Column("b", sa.Integer, index=True, unique=True),
        sa.Column("c", sa.Integer, unique=True), sa.Column("d", sa.Integer),
    )
    indexes = sorted(table.indexes, key=lambda index: index.name)
    print("--", [index.name for index in indexes], [c.name for c in table.constraints])
    op.get_bind().execute(ddl.CreateTable(table))
    for index in indexes:
        index.create(op.get_bind(), checkfirst=False)
        index.drop(op.get_bind(), checkfirst=False)
        op.execute(ddl.CreateIndex(index))
        op.execute(ddl.DropIndex(index))
    op.execute(ddl.DropTable(table))


def conventions():
    for schema in (None, "main"):
        metadata = sa.MetaData(schema=schema, naming_convention=CONVENTION)
        sa.Table("other", metadata, sa.Column("id", sa.Integer, primary_key=True))
        key = "other.id" if schema is None else "main.other.id"
        table = sa.Table(
            "named", metadata, sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("a", sa.Integer, index=True), sa.Column("b", sa.Integer, unique=True),
            sa.Column("c", sa.ForeignKey(key)), sa.UniqueConstraint("a", "b"),
            sa.CheckConstraint("a > 1", name="positive"), sa.CheckConstraint("a > 2", name=op.f("own")),
        )
        print("--", table.primary_key.name, sorted(str(c.name) for c in table.constraints))
        print("--", [index.name for index in table.indexes])
        print("--", [key.constraint.name for key in table.foreign_keys])
        if op.get_bind().dialect.name == "sqlite":
            continue
        for constraint in sorted(table.constraints, key=lambda each: str(each.name)):
            if op.get_context().as_sql:
                op.execute(ddl.AddConstraint(constraint))
                op.execute(ddl.DropConstraint(constraint))


def upgrade():
    flags()
    conventions()


def downgrade():
    pass
