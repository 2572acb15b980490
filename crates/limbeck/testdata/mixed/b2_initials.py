"""Initials, from the names that there are."""

import sqlalchemy as sa
from alembic import op

revision = "b2"
down_revision = "a1"


def upgrade():
    op.add_column("users", sa.Column("initial", sa.String(1)))
    users = sa.table("users", sa.column("id"), sa.column("name"), sa.column("initial"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(users.c.id, users.c.name)).fetchall():
        update = users.update().where(users.c.id == row.id).values(initial=row.name[0])
        connection.execute(update)


def downgrade():
    op.drop_column("users", "initial")
