"""add task tags

Revision ID: v005
Revises: v004
Create Date: 2025-12-05 09:00:00.000000

Why: tags cut across businesses and projects. Those that the application kept in a task's
metadata become rows; the metadata stays as it is, so that the old application still runs.
"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "v005"
down_revision = "v004"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.String(50), nullable=False),
        sa.UniqueConstraint("user_id", "name", name="uq_tags_user_name"),
    )
    op.create_table(
        "task_tags",
        sa.Column("task_id", sa.Integer(), sa.ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("tag_id", sa.Integer(), sa.ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True),
    )
    op.create_index("idx_task_tags_tag", "task_tags", ["tag_id"])

    tasks = sa.table("tasks", sa.column("id"), sa.column("user_id"), sa.column("metadata", postgresql.JSONB))
    tags = sa.table("tags", sa.column("id"), sa.column("user_id"), sa.column("name"))
    task_tags = sa.table("task_tags", sa.column("task_id"), sa.column("tag_id"))
    names = (
        sa.select(
            tasks.c.id,
            tasks.c.user_id,
            sa.func.jsonb_array_elements_text(tasks.c.metadata["tags"]).label("name"),
        )
        .where(tasks.c.metadata.has_key("tags"))
        .cte("names")
    )
    op.execute(
        postgresql.insert(tags)
        .from_select(["user_id", "name"], sa.select(names.c.user_id, names.c.name).distinct().order_by(names.c.name))
        .on_conflict_do_nothing()
    )
    op.execute(
        postgresql.insert(task_tags)
        .from_select(
            ["task_id", "tag_id"],
            sa.select(names.c.id, tags.c.id).join_from(
                names, tags, sa.and_(tags.c.user_id == names.c.user_id, tags.c.name == names.c.name)
            ),
        )
        .on_conflict_do_nothing()
    )


def downgrade():
    op.drop_index("idx_task_tags_tag", table_name="task_tags")
    op.drop_table("task_tags")
    op.drop_table("tags")
