"""A task of a project, perhaps in a sprint."""
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from taskman_api.db.base import Base, TimestampMixin


class Task(Base, TimestampMixin):
    __tablename__ = "tasks"
    __table_args__ = (
        Index("idx_tasks_status", "status"),
        Index("idx_tasks_priority", "priority"),
        Index("idx_tasks_owner", "owner"),
        Index("idx_tasks_primary_project", "primary_project"),
        Index("idx_tasks_primary_sprint", "primary_sprint"),
        Index("idx_tasks_status_priority", "status", "priority"),
        Index("idx_tasks_project_status", "primary_project", "status"),
        Index("idx_tasks_sprint_status", "primary_sprint", "status"),
        Index("idx_tasks_created_at", "created_at"),
        Index("idx_tasks_updated_at", "updated_at"),
    )

    id: Mapped[str] = mapped_column(String(50), primary_key=True)
    title: Mapped[str] = mapped_column(String(500))
    summary: Mapped[str | None] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20), default="new")
    priority: Mapped[str] = mapped_column(String(10), default="p2")
    severity: Mapped[str | None] = mapped_column(String(10))
    owner: Mapped[str] = mapped_column(String(100))
    reporter: Mapped[str | None] = mapped_column(String(100))
    primary_project: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    primary_sprint: Mapped[str | None] = mapped_column(ForeignKey("sprints.id", ondelete="CASCADE"))
    task_type: Mapped[str] = mapped_column(String(30), default="task")
    estimate_points: Mapped[int | None]
    estimate_hours: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    actual_hours: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    progress: Mapped[int] = mapped_column(default=0)
    start_date: Mapped[date | None]
    due_date: Mapped[date | None]
    completed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    branch: Mapped[str | None] = mapped_column(String(255))
    pull_request: Mapped[str | None] = mapped_column(String(500))
    commit_hash: Mapped[str | None] = mapped_column(String(40))
    work_notes: Mapped[str | None] = mapped_column(Text)
    is_blocked: Mapped[bool] = mapped_column(default=False)

    assignees: Mapped[list[Any]] = mapped_column(JSON, default=list)
    watchers: Mapped[list[Any]] = mapped_column(JSON, default=list)
    related_projects: Mapped[list[Any]] = mapped_column(JSON, default=list)
    related_sprints: Mapped[list[Any]] = mapped_column(JSON, default=list)
    depends_on: Mapped[list[Any]] = mapped_column(JSON, default=list)
    blocks: Mapped[list[Any]] = mapped_column(JSON, default=list)
    acceptance_criteria: Mapped[list[Any]] = mapped_column(JSON, default=list)
    definition_of_done: Mapped[list[Any]] = mapped_column(JSON, default=list)
    quality_gates: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    test_results: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    risks: Mapped[list[Any]] = mapped_column(JSON, default=list)
    artifacts: Mapped[list[Any]] = mapped_column(JSON, default=list)
    links: Mapped[list[Any]] = mapped_column(JSON, default=list)
    labels: Mapped[list[Any]] = mapped_column(JSON, default=list)
    tags: Mapped[list[Any]] = mapped_column(JSON, default=list)
    comments: Mapped[list[Any]] = mapped_column(JSON, default=list)
    audit: Mapped[list[Any]] = mapped_column(JSON, default=list)
    observability: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
