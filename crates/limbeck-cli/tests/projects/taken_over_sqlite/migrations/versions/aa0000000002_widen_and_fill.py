"""widen and fill"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


revision: str = "aa0000000002"
down_revision: Union[str, Sequence[str], None] = "aa0000000001"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    with op.batch_alter_table("book") as batch:
        batch.add_column(sa.Column("pages", sa.Integer(), nullable=True))
        batch.alter_column("title", existing_type=sa.String(length=200), type_=sa.Text(), existing_nullable=False)
    book = sa.table("book", sa.column("id", sa.Integer), sa.column("pages", sa.Integer))
    connection = op.get_bind()
    for row in connection.execute(sa.select(book.c.id).order_by(book.c.id)).fetchall():
        connection.execute(book.update().where(book.c.id == row.id).values(pages=row.id * 100))
    with op.batch_alter_table("book") as batch:
        batch.alter_column("pages", existing_type=sa.Integer(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("book") as batch:
        batch.alter_column("title", existing_type=sa.Text(), type_=sa.String(length=200), existing_nullable=False)
        batch.drop_column("pages")
