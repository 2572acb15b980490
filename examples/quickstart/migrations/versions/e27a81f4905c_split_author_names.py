"""split author names

Each name is cut at its last space: what follows is the family name.

Revision ID: e27a81f4905c
Revises: 9c0b52e4d6f8
Create Date: 2026-03-20 11:45:00
"""
from alembic import op
import sqlalchemy as sa

revision = "e27a81f4905c"
down_revision = "9c0b52e4d6f8"
branch_labels = None
depends_on = None

author = sa.table(
    "author",
    sa.column("id", sa.Integer),
    sa.column("name", sa.String),
    sa.column("given_name", sa.String),
    sa.column("family_name", sa.String),
)


def upgrade() -> None:
    op.add_column("author", sa.Column("given_name", sa.String(length=100), nullable=True))
    op.add_column("author", sa.Column("family_name", sa.String(length=100), nullable=True))
    if op.get_context().as_sql:
        return
    connection = op.get_bind()
    for row in connection.execute(sa.select(author.c.id, author.c.name)).fetchall():
        given, _, family = row.name.rpartition(" ")
        connection.execute(
            sa.update(author).where(author.c.id == row.id).values(given_name=given, family_name=family)
        )


def downgrade() -> None:
    op.drop_column("author", "family_name")
    op.drop_column("author", "given_name")
