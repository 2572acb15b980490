"""add recurring tasks

Revision ID: v002
Revises: v001
Create Date: 2025-10-24 09:00:00.000000

Why: invoices and stock counts come every month; the rule is that of iCalendar (RRULE).
"""
from alembic import op
import sqlalchemy as sa

revision = "v002"
down_revision = "v001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("tasks", sa.Column("is_recurring", sa.Boolean(), default=False))
    op.add_column("tasks", sa.Column("recurrence_rule", sa.String(100)))
    op.create_index("idx_tasks_recurring", "tasks", ["is_recurring"])


def downgrade():
    op.drop_index("idx_tasks_recurring", table_name="tasks")
    op.drop_column("tasks", "recurrence_rule")
    op.drop_column("tasks", "is_recurring")
