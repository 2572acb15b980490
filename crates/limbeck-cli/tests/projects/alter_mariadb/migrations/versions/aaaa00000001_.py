"""tables"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import mysql

revision = 'aaaa00000001'
down_revision = None


def upgrade():
    op.create_table(
        "parent",
        sa.Column("id", mysql.INTEGER(unsigned=True), primary_key=True),
        sa.Column("code", sa.String(20, collation="utf8mb4_bin"), nullable=False),
        sa.CheckConstraint("code <> ''", name="ck_code"),
        mysql_engine="InnoDB", mysql_charset="utf8mb4", mysql_comment="the parents",
    )
    op.create_table(
        "child",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("parent_id", mysql.INTEGER(unsigned=True), nullable=False),
        sa.Column("note", sa.Text, comment="it's a \\ note"),
        sa.Column("kind", sa.Enum("a", "b"), server_default="a"),
        sa.Column("made", sa.DateTime, server_default=sa.func.now()),
        sa.Column("price", sa.Numeric(8, 2), server_default="0"),
        sa.Column("token", sa.Uuid),
        sa.ForeignKeyConstraint(["parent_id"], ["parent.id"], name="fk_parent", ondelete="CASCADE"),
    )
    op.execute("INSERT INTO parent (id, code) VALUES (1, 'x')")
    op.execute("INSERT INTO child (id, parent_id, note, made) VALUES (1, 1, 'n', '2025-01-02 03:04:05')")


def downgrade():
    op.drop_table("child")
    op.drop_table("parent")
