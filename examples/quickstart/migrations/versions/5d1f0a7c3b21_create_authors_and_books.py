"""create authors and books

Revision ID: 5d1f0a7c3b21
Revises:
Create Date: 2026-01-12 09:30:00
"""
from alembic import op
import sqlalchemy as sa

revision = "5d1f0a7c3b21"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "author",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
    )
    op.create_table(
        "book",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("author_id", sa.Integer(), sa.ForeignKey("author.id", ondelete="CASCADE"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(), server_default=sa.func.now(), nullable=False),
    )
    op.create_index("ix_book_author_id", "book", ["author_id"])


def downgrade() -> None:
    op.drop_index("ix_book_author_id", table_name="book")
    op.drop_table("book")
    op.drop_table("author")
