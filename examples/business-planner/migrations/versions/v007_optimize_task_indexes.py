"""optimize task indexes

Revision ID: v007
Revises: v006
Create Date: 2026-02-06 09:00:00.000000

Why: the board shows a member's open tasks by deadline. The table is large by now, so the index is
made while the application writes; that cannot be done in a transaction.
"""
from alembic import op

revision = "v007"
down_revision = "v006"
branch_labels = None
depends_on = None


def upgrade():
    with op.get_context().autocommit_block():
        # What an attempt that was broken off has left is invalid and has to go first.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS idx_tasks_board")
        op.execute("CREATE INDEX CONCURRENTLY idx_tasks_board ON tasks (assigned_to, deadline) WHERE status IN ('open', 'in_progress')")
        op.drop_index("idx_tasks_assigned", table_name="tasks", postgresql_concurrently=True)


def downgrade():
    with op.get_context().autocommit_block():
        op.create_index("idx_tasks_assigned", "tasks", ["assigned_to"], postgresql_concurrently=True)
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS idx_tasks_board")
