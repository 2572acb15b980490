"""options, character sets, enumerations and keys"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import mysql

revision = 'aaaa00000003'
down_revision = 'aaaa00000002'


def upgrade():
    op.create_table(
        "page",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("site", sa.String(30), nullable=False),
        sa.Column("title", mysql.VARCHAR(80, charset="latin1", collation="latin1_general_ci"), server_default="it's 100%"),
        sa.Column("state", mysql.ENUM("new", "o'ld", collation="utf8mb4_bin"), nullable=False, server_default="new"),
        sa.Column("flags", mysql.SET("a", "b")),
        sa.Column("seen", mysql.TIMESTAMP(fsp=3), nullable=False, server_default=sa.text("CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)")),
        sa.Column("data", sa.JSON(), comment="any"),
        sa.Column("small", mysql.TINYINT(3, unsigned=True, zerofill=True)),
        sa.Column("length", sa.Integer(), sa.Computed("char_length(title)", persisted=False)),
        sa.Column("parent", sa.BigInteger()),
        sa.Column("body", mysql.MEDIUMTEXT(unicode=True)),
        sa.PrimaryKeyConstraint("site", "number"),
        sa.UniqueConstraint("site", "title", name="uq_title"),
        sa.ForeignKeyConstraint(["parent"], ["child.id"], name="fk_child", ondelete="SET NULL"),
        mysql_engine="InnoDB", mysql_row_format="DYNAMIC", mysql_default_charset="utf8mb4", mysql_collate="utf8mb4_unicode_ci",
    )
    op.execute("INSERT INTO page (number, site, title, state, flags, seen, small) VALUES (1, 's', NULL, 'o''ld', 'a,b', '2025-01-02 03:04:05.678', 7), (2, 's', 'x', 'new', '', '2025-01-02 03:04:05', 8)")
    op.alter_column("page", "title", existing_type=mysql.VARCHAR(80), type_=mysql.VARCHAR(90, charset="utf8mb4", collation="utf8mb4_bin"), existing_server_default="it's 100%")
    op.alter_column("page", "state", existing_type=mysql.ENUM("new", "o'ld"), type_=mysql.ENUM("new", "o'ld", "b\\c"), existing_nullable=False, server_default="o'ld")
    op.alter_column("page", "small", new_column_name="tiny", existing_type=mysql.TINYINT(3, unsigned=True), type_=mysql.SMALLINT(unsigned=True), nullable=False, server_default="3", comment="it's 100%")
    op.alter_column("page", "flags", existing_type=mysql.SET("a", "b"), nullable=False, server_default=sa.text("''"))
    op.alter_column("page", "data", existing_type=sa.JSON(), comment=None, existing_comment="any")
    op.alter_column("page", "body", new_column_name="text", existing_type=mysql.MEDIUMTEXT())
    op.alter_column("page", "seen", existing_type=mysql.TIMESTAMP(fsp=3), existing_nullable=False, existing_server_default=sa.text("CURRENT_TIMESTAMP(3)"), server_default=sa.text("'2020-01-01 00:00:00'"))
    op.create_index("ix_state", "page", ["state", sa.text("site DESC")], mysql_using="btree", unique=True)
    op.create_index("ix_text", "page", [sa.text("`text`(20)")])
    op.drop_constraint("uq_title", "page", type_="unique")
    op.execute("ALTER TABLE page ADD COLUMN serial BIGINT NULL AFTER number")
    op.drop_constraint("PRIMARY", "page", type_="primary")
    op.create_primary_key("pk_page", "page", ["number", "site"])
    op.create_unique_constraint("uq_tiny", "page", ["tiny", "site"])
    op.create_foreign_key("fk_page", "page", "child", ["serial"], ["id"], onupdate="CASCADE")
    with op.batch_alter_table("page") as batch:
        batch.add_column(sa.Column("after", sa.Date(), server_default=sa.text("'2020-02-02'")))
        batch.alter_column("parent", existing_type=sa.BigInteger(), comment="who")
        batch.drop_index("ix_text")


def downgrade():
    op.drop_constraint("fk_page", "page", type_="foreignkey")
    op.drop_constraint("fk_child", "page", type_="foreignkey")
    op.drop_constraint("uq_tiny", "page", type_="unique")
    op.drop_index("ix_state", "page", if_exists=True)
    op.drop_table("page", if_exists=True)
