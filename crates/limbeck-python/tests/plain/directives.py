"""Every directive that is read without the interpreter, with all that it may be given."""

import sqlalchemy as sa
from sqlalchemy import Column, Integer, text

from alembic import op

revision = "a1"
TABLE = "account"


def upgrade():
    op.create_table(
        TABLE,
        Column("id", Integer, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(10), server_default="plain", comment="of what kind"),
        sa.Column("made", sa.DateTime(), server_default=sa.func.now(), nullable=False),
        sa.Column("seen", sa.DateTime(), server_default=sa.func.current_timestamp()),
        sa.Column("on", sa.Boolean(), server_default=sa.true(), nullable=True),
        sa.Column("off", sa.Boolean(), server_default=sa.sql.false(), autoincrement=False),
        sa.Column("owner", sa.Integer(), server_default=text("1"), autoincrement="auto"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("kind", "owner", name="uq_kind", deferrable=True, initially="DEFERRED"),
        sa.CheckConstraint("owner > 0", name="ck_owner"),
        sa.CheckConstraint(sa.text("owner < 9")),
        sa.ForeignKeyConstraint(
            ["owner"], ["auth.person.id"], name=op.f("fk_owner"), onupdate="CASCADE",
            ondelete="SET NULL", deferrable=False, match="FULL",
        ),
        sa.ForeignKeyConstraint(("kind", "owner"), ("kind.name", "kind.owner"), "fk_kind"),
        schema="books",
        comment="who has what",
        if_not_exists=True,
    )
    op.create_table("keyed", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table("bare", sa.Column("id", sa.Integer()), sa.PrimaryKeyConstraint("id"))
    op.rename_table("old", "new", schema="books")
    op.add_column("account", sa.Column("note", sa.Text(), nullable=True), schema="books")
    op.add_column(table_name="account", column=sa.Column("note", sa.Text()), if_not_exists=True)
    op.alter_column("account", "note", nullable=False, existing_type=sa.Text())
    op.alter_column(
        "account", "note", new_column_name="remark", type_=sa.String(length=9),
        existing_type=sa.TEXT(), existing_nullable=True, existing_comment="a", schema="books",
    )
    op.alter_column("account", "at", type_=sa.DateTime, existing_type=sa.Date())
    op.alter_column("account", "at", type_=sa.DateTime(), existing_type=sa.Date)
    op.alter_column("account", "at", existing_type=sa.DateTime, nullable=True)
    op.alter_column("account", "note", server_default="x", existing_server_default=None)
    op.alter_column("account", "note", server_default=None, existing_type=sa.Text())
    op.alter_column("account", "note", server_default=sa.text("now()"))
    op.alter_column("account", "note", server_default=False, nullable=True)
    op.drop_column("account", "note", schema="books", if_exists=True)
    op.create_index(op.f("ix_account_kind"), "account", ["kind", "owner"], unique=False)
    op.create_index("ix_account_on", "account", ("on",), unique=True, schema="books")
    op.create_index(None, "account", ["off"], if_not_exists=True)
    op.drop_index("ix_account_on", "account")
    op.drop_index(op.f("ix_account_kind"), table_name="account", schema="books", if_exists=True)
    op.create_unique_constraint("uq_note", "account", ["note"], schema="books")
    op.create_unique_constraint(None, "account", ["note"])
    op.create_foreign_key("fk_a", "account", "person", ["owner"], ["id"])
    op.create_foreign_key(
        None, "account", "person", ["owner"], ["id"], ondelete="CASCADE", onupdate="CASCADE",
        deferrable=True, initially="IMMEDIATE", match="SIMPLE", source_schema="books",
        referent_schema="auth",
    )
    op.drop_constraint("uq_note", "account")
    op.drop_constraint(op.f("fk_a"), "account", type_="foreignkey", schema="books")
    op.drop_constraint("uq_note", "account", "unique", if_exists=True)
    op.execute("UPDATE account SET note = 'a:b' WHERE kind = '\u00e9'")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("note", sa.Text(), nullable=True))
        batch_op.alter_column("note", existing_type=sa.Text(), nullable=False)
        batch_op.drop_column("note")
        batch_op.create_index(batch_op.f("ix_account_kind"), ["kind"], unique=False)
        batch_op.create_unique_constraint("uq_note", ["note"])
        batch_op.create_foreign_key("fk_a", "person", ["owner"], ["id"], ondelete="CASCADE")
        batch_op.drop_constraint(op.f("uq_note"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_account_kind"))
    with op.batch_alter_table("account", "books", recreate="never") as batch:
        batch.drop_column("note")
    op.drop_table("bare", schema="books", if_exists=True)
    pass
