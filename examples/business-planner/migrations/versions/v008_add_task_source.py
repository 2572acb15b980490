"""add task source

Revision ID: v008
Revises: v007
Create Date: 2026-02-20 09:00:00.000000

Why: tasks come by voice, from templates and from the calendar now. The three steps keep the
table usable: a column without a value needs no rewrite, the values come in batches that lock few
rows each, and NOT NULL is set when a constraint has been proved already.
"""
from alembic import context, op
import sqlalchemy as sa

revision = "v008"
down_revision = "v007"
branch_labels = None
depends_on = None

BATCH = 1000


def upgrade():
    op.add_column("tasks", sa.Column("source", sa.String(100), nullable=True), if_not_exists=True)
    backfill()
    op.alter_column("tasks", "source", server_default="manual", existing_type=sa.String(100), existing_nullable=True)
    op.execute("ALTER TABLE tasks ADD CONSTRAINT ck_tasks_source CHECK (source IS NOT NULL) NOT VALID")
    op.execute("ALTER TABLE tasks VALIDATE CONSTRAINT ck_tasks_source")
    op.alter_column("tasks", "source", nullable=False, existing_type=sa.String(100))
    op.drop_constraint("ck_tasks_source", "tasks", type_="check")


def backfill():
    """Fills the column, a batch and a transaction at a time."""
    if context.is_offline_mode():
        op.execute("UPDATE tasks SET source = 'manual' WHERE source IS NULL")
        return
    batch = sa.text("""
        UPDATE tasks SET source = CASE WHEN metadata ? 'voice' THEN 'voice' ELSE 'manual' END
        WHERE id IN (SELECT id FROM tasks WHERE source IS NULL ORDER BY id LIMIT :size FOR UPDATE SKIP LOCKED)
    """)
    with op.get_context().autocommit_block():
        bind = op.get_bind()
        while bind.execute(batch, {"size": BATCH}).rowcount:
            pass


def downgrade():
    op.drop_column("tasks", "source")
