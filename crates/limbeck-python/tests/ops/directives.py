import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql, postgresql, sqlite


def upgrade():
    table = op.create_table(
        "account",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(20), nullable=False, unique=True),
        sa.Column("active", sa.Boolean(create_constraint=True, name="ck_active"),
                  server_default=sa.text("true")),
        sa.Column("owner_id", sa.Integer, sa.ForeignKey("owner.id", ondelete="CASCADE"), index=True),
        sa.Column("state", sa.Enum("on", "off", name="state", native_enum=False,
                                   create_constraint=True)),
        sa.Column("tags", postgresql.ARRAY(sa.String(10))),
        sa.Column("data", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb")),
        sa.Column("total", sa.Numeric(10, 2), sa.Computed("a + b", persisted=True)),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True, start=5)),
        sa.Column("size", sa.Integer().with_variant(mysql.INTEGER(unsigned=True), "mysql")),
        sa.Column("seen", sa.DateTime(timezone=True), server_default=sa.func.now(), comment="last"),
        sa.UniqueConstraint("email", "state", name=op.f("uq_account")),
        sa.CheckConstraint("size > 0", name="ck_size"),
        sa.ForeignKeyConstraint(["owner_id"], ["s.owner.id"], name="fk", deferrable=True,
                                initially="DEFERRED"),
        schema="app",
        comment="accounts",
        postgresql_with={"fillfactor": 70},
        sqlite_autoincrement=True,
        mysql_engine="InnoDB",
        if_not_exists=True,
    )
    op.add_column("account", sa.Column("x", sa.Integer(), sa.ForeignKey("z.id"),
                                       server_default="5", index=True))
    op.alter_column("account", "x", type_=sa.BigInteger(), existing_type=sa.Integer(),
                    nullable=False, server_default=None, comment="c", postgresql_using="x::int")
    op.alter_column("account", "x", new_column_name="y", server_default=sa.Identity())
    op.create_index(
        "ix", "account", ["a", sa.text("lower(b)"), sa.func.lower(sa.column("c"))], unique=True,
        postgresql_where=sa.text("a > 1"), postgresql_using="gin",
        postgresql_ops={"a": "jsonb_path_ops"}, postgresql_include=["d"],
        postgresql_concurrently=True,
    )
    op.create_foreign_key("fk2", "a", "b", ["x"], ["y"], ondelete="CASCADE", referent_schema="s")
    op.create_unique_constraint("uq2", "t", ["a"], deferrable=True, initially="DEFERRED")
    op.create_check_constraint("ck2", "t", sa.column("a") > 5)
    op.create_primary_key("pk2", "t", ["a", "b"])
    op.create_exclude_constraint("ex", "t", ("a", "="), (sa.text("b"), "&&"), using="gist",
                                 where=sa.text("a > 1"))
    op.drop_constraint("uq2", "t", type_="unique")
    op.drop_index("ix", table_name="account", if_exists=True, postgresql_concurrently=True)
    op.drop_column("account", "x")
    op.create_table_comment("account", "new", existing_comment="old")
    op.drop_table_comment("account", existing_comment="new")
    op.rename_table("a", "b", schema="s")
    op.execute("UPDATE t SET a = 1")
    op.execute(table.update().where(table.c.id == 1).values(email="x"))
    op.bulk_insert(table, [{"email": "x", "active": True, "size": op.inline_literal(5)}])
    op.bulk_insert(sa.table("t", sa.column("a", sa.Integer)), [{"a": 1}, {"a": 2}],
                   multiinsert=False)
    op.drop_table("account", schema="app", if_exists=True)
    with op.batch_alter_table("t", recreate="always", copy_from=table,
                              partial_reordering=[("a", "b")]) as batch:
        batch.add_column(sa.Column("q", sa.Text()), insert_after="id")
        batch.alter_column("email", nullable=True)
        batch.drop_column("state")
        batch.create_unique_constraint("uq3", ["q"])
        batch.drop_constraint("ck_size", type_="check")
        batch.create_index("ix3", ["q"])
