"""create author and book"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


revision: str = "aa0000000001"
down_revision: Union[str, Sequence[str], None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        "author",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_author"),
        sa.UniqueConstraint("name", name="uq_author_name"),
        sa.CheckConstraint("length(name) > 1", name="ck_author_name"),
    )
    book = op.create_table(
        "book",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.Enum("novel", "essay", name="kind"), nullable=True),
        sa.Column("price", sa.Numeric(8, 2), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["author.id"], name="fk_book_author", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_book"),
    )
    op.create_index("ix_book_title", "book", ["title"])
    op.execute("INSERT INTO author (id, name, born) VALUES (1, 'Ada', '1815-12-10'), (2, 'Zoë', NULL)")
    op.bulk_insert(book, [
        {"id": 1, "author_id": 1, "title": "It's notes", "kind": "essay", "price": 10.5},
        {"id": 2, "author_id": 2, "title": "50% off: a novel", "kind": "novel", "price": 3},
    ])


def downgrade() -> None:
    op.drop_index("ix_book_title", table_name="book")
    op.drop_table("book")
    op.drop_table("author")
    sa.Enum(name="kind").drop(op.get_bind(), checkfirst=True)
