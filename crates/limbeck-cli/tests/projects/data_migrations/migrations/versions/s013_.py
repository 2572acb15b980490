"""client's defaults for rows that a batch copies"""
import datetime

import sqlalchemy as sa
from alembic import op

revision = "s013"
down_revision = "s012"

calls = []


def number():
    calls.append("number")
    return len(calls)


def upgrade():
    op.create_table(
        "badge",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(20), nullable=False, default="nobody"),
        sa.Column("old", sa.String(20), default="old"),
    )
    op.execute("INSERT INTO badge (id, name) VALUES (1, 'ann'), (2, 'bob')")
    with op.batch_alter_table("badge", recreate="always") as batch:
        batch.add_column(sa.Column("active", sa.Boolean, nullable=False, default=True),
                         insert_before="name")
        batch.add_column(sa.Column("level", sa.Integer, nullable=False, default=number))
        batch.add_column(sa.Column("word", sa.String(9), default=sa.func.lower("Z%")))
        batch.add_column(sa.Column("made", sa.DateTime, default=datetime.datetime(2020, 1, 2, 3)))
        batch.add_column(sa.Column("data", sa.JSON, default={"a": [1]}))
        batch.add_column(sa.Column("sum", sa.Integer, default=sa.text("1 + 2")))
        batch.add_column(sa.Column("most", sa.Integer, default=sa.select(
            sa.func.max(sa.column("id"))).select_from(sa.table("badge")).scalar_subquery()))
        batch.add_column(sa.Column("price", sa.Numeric(6, 2), default=5, server_default="6"))
        batch.add_column(sa.Column("given", sa.Integer, default=3), insert_after="old")
        batch.drop_column("old")
        batch.alter_column("given", new_column_name="taken")
    with op.batch_alter_table("badge") as batch:
        batch.add_column(sa.Column("late", sa.Integer, default=number))
    op.execute(f"INSERT INTO badge (id, name, active, level) VALUES (3, 'calls', true, {len(calls)})")


def downgrade():
    op.drop_table("badge")
