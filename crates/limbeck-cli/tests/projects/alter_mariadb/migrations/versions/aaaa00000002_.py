"""every form of ALTER"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import mysql

revision = 'aaaa00000002'
down_revision = 'aaaa00000001'


def upgrade():
    op.alter_column("child", "note", existing_type=sa.Text(), type_=mysql.LONGTEXT(), nullable=False, existing_comment="it's a \\ note")
    op.alter_column("child", "kind", existing_type=sa.Enum("a", "b"), type_=sa.Enum("a", "b", "c"), existing_server_default="a", existing_nullable=True)
    op.alter_column("child", "made", new_column_name="created", existing_type=sa.DateTime(), existing_server_default=sa.text("current_timestamp()"))
    op.alter_column("child", "price", existing_type=sa.Numeric(8, 2), server_default="1.5")
    op.alter_column("child", "price", existing_type=sa.Numeric(8, 2), server_default=None)
    op.alter_column("child", "id", existing_type=sa.BigInteger(), autoincrement=True, existing_nullable=False)
    op.alter_column("child", "note", existing_type=mysql.LONGTEXT(), existing_nullable=False, comment="100% new")
    op.add_column("child", sa.Column("doubled", sa.Numeric(9, 2), sa.Computed("price * 2", persisted=True)))
    op.add_column("parent", sa.Column("first", sa.Boolean(), nullable=False, server_default=sa.false(), comment="flag"))
    op.create_index("ix_note", "child", ["note", "kind"], mysql_length={"note": 10})
    op.create_index("ix_full", "child", ["note"], mysql_prefix="FULLTEXT")
    op.create_unique_constraint("uq_code", "parent", ["code"])
    op.create_check_constraint("ck_price", "child", "price >= 0")
    op.create_table_comment("child", "children's")
    op.drop_constraint("ck_code", "parent", type_="check")
    op.rename_table("parent", "elder")


def downgrade():
    op.rename_table("elder", "parent")
    op.drop_table_comment("child")
    op.drop_constraint("ck_price", "child", type_="check")
    op.drop_constraint("uq_code", "parent", type_="unique")
    op.drop_constraint("fk_parent", "child", type_="foreignkey")
    op.drop_index("ix_full", table_name="child")
    op.drop_index("ix_note", "child")
    op.drop_column("parent", "first")
    op.drop_column("child", "doubled")
    op.alter_column("child", "created", new_column_name="made", existing_type=sa.DateTime(), existing_server_default=sa.text("current_timestamp()"))
