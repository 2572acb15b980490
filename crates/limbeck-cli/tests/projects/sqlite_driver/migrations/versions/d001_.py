"""keys that the database enforces"""
import sqlite3

import sqlalchemy as sa
from alembic import op

revision = "d001"
down_revision = None


def upgrade():
    op.create_table("shelf", sa.Column("id", sa.Integer, primary_key=True))
    op.create_table(
        "book",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("shelf_id", sa.Integer, sa.ForeignKey("shelf.id", ondelete="CASCADE"), nullable=False),
    )
    connection = op.get_bind()
    for pragma in ("foreign_keys", "recursive_triggers", "cache_size"):
        print(pragma, connection.exec_driver_sql(f"PRAGMA {pragma}").scalar())
    op.execute("INSERT INTO shelf VALUES (1), (2)")
    op.execute("INSERT INTO book VALUES (1, 1), (2, 1), (3, 2)")


def downgrade():
    op.drop_table("book")
    op.drop_table("shelf")
