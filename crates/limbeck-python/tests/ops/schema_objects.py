import sqlalchemy as sa
from alembic import op
from sqlalchemy import schema
from sqlalchemy.dialects import postgresql


def upgrade():
    metadata = sa.MetaData(naming_convention={
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "short": lambda constraint, table: table.name[:3],
        "ck": "ck_%(short)s_%(constraint_name)s",
    })
    parent = sa.Table("parent", metadata, sa.Column("id", sa.BigInteger, primary_key=True))
    child = sa.Table(
        "child", metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("parent_id", sa.ForeignKey("parent.id")),
        sa.Column("code", sa.String(5), unique=True),
        sa.CheckConstraint("id > 0", name="positive"),
    )
    assert [table.name for table in metadata.sorted_tables] == ["parent", "child"]
    assert isinstance(child.c.parent_id.type, sa.BigInteger), child.c.parent_id.type
    assert child.c.parent_id.references(parent.c.id)
    assert child.primary_key.columns.keys() == ["id"] and not child.c.id.nullable
    named = {wire.get("kind"): wire.get("name") for wire in child._wire_constraints()}
    assert named["check"] == {"final": "ck_chi_positive"} or str(named["check"]) == (
        "ck_chi_positive"
    ), named
    copied = child.to_metadata(sa.MetaData(), schema="other")
    assert copied.key == "other.child" and len(copied.constraints) == len(child.constraints)
    refuses(sa.exc.InvalidRequestError, lambda: sa.Table("child", metadata, sa.Column("x")))
    refuses(sa.exc.ArgumentError, lambda: sa.Index("i", child.c.id, postgresql_nothing=1))
    refuses(sa.exc.ArgumentError, lambda: sa.Column("x", sa.Integer, server_default=5))
    refuses(sa.exc.ArgumentError, lambda: sa.Table("y", metadata, "x"))
    refuses(sa.exc.DuplicateColumnError,
            lambda: sa.Table("z", metadata, sa.Column("a"), sa.Column("a")))
    assert sa.Table("child", metadata) is child

    made = op.create_table("plain", sa.Column("id", sa.Integer, primary_key=True),
                           sa.Column("a", sa.String(3)))
    assert isinstance(made, sa.Table) and made.c.a.table is made and str(made) == "plain"
    op.execute(made.insert().values(a="x"))
    op.execute(schema.CreateTable(child))
    op.execute(schema.DropTable(child))
    op.execute(schema.CreateSequence(sa.Sequence("s", start=3)))
    op.execute(sa.DDL("DROP TRIGGER x"))
    bind = op.get_bind()
    postgresql.ENUM("a", "b", name="kind").create(bind, checkfirst=True)
    metadata.create_all(bind)
    metadata.drop_all(bind)


def refuses(error, call):
    try:
        call()
    except error:
        return
    raise AssertionError(f"{error.__name__} expected")
