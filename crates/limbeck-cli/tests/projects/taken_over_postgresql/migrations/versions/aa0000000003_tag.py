"""tag"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


revision: str = "aa0000000003"
down_revision: Union[str, Sequence[str], None] = "aa0000000002"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        "tag",
        sa.Column("book_id", sa.Integer(), sa.ForeignKey("book.id"), primary_key=True),
        sa.Column("word", sa.String(length=30), primary_key=True),
        sa.Column("at", sa.DateTime(), server_default=sa.func.current_timestamp(), nullable=False),
    )
    op.execute("INSERT INTO tag (book_id, word, at) SELECT id, lower(kind{}), '2026-01-02 03:04:05' FROM book".format(
        "::text" if op.get_context().dialect.name == "postgresql" else ""
    ))
    op.rename_table("author", "writer")


def downgrade() -> None:
    op.rename_table("writer", "author")
    op.drop_table("tag")
