"""A lightweight list of things to do."""
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from taskman_api.db.base import Base, TimestampMixin


class ActionList(Base, TimestampMixin):
    __tablename__ = "action_lists"
    __table_args__ = (
        Index("idx_action_lists_owner", "owner"),
        Index("idx_action_lists_sprint_id", "sprint_id"),
        Index("idx_action_lists_project_id", "project_id"),
        Index("idx_action_lists_project_status", "project_id", "status"),
        Index("idx_action_lists_created_at", "created_at"),
        Index("idx_action_lists_updated_at", "updated_at"),
    )

    id: Mapped[str] = mapped_column(String(50), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20), default="open")
    owner: Mapped[str] = mapped_column(String(100))
    priority: Mapped[str | None] = mapped_column(String(10))
    project_id: Mapped[str | None] = mapped_column(ForeignKey("projects.id", ondelete="SET NULL"))
    sprint_id: Mapped[str | None] = mapped_column(ForeignKey("sprints.id", ondelete="SET NULL"))
    due_date: Mapped[date | None]
    completed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    is_archived: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)

    items: Mapped[list[Any]] = mapped_column(JSON, default=list)
    labels: Mapped[list[Any]] = mapped_column(JSON, default=list)
    tags: Mapped[list[Any]] = mapped_column(JSON, default=list)
    links: Mapped[list[Any]] = mapped_column(JSON, default=list)
    observability: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
