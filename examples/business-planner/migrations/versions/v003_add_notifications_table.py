"""add notifications table

Revision ID: v003
Revises: v002
Create Date: 2025-11-07 09:00:00.000000

Why: reminders before a deadline, and a record of which were sent.
"""
from alembic import op
import sqlalchemy as sa

revision = "v003"
down_revision = "v002"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "notifications",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("task_id", sa.Integer(), sa.ForeignKey("tasks.id")),
        sa.Column("type", sa.String(50)),
        sa.Column("scheduled_at", sa.DateTime()),
        sa.Column("sent_at", sa.DateTime()),
    )
    op.create_index("idx_notifications_due", "notifications", ["scheduled_at"], postgresql_where=sa.text("sent_at IS NULL"))


def downgrade():
    op.drop_index("idx_notifications_due", table_name="notifications")
    op.drop_table("notifications")
