"""A sprint of a project."""
from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from taskman_api.db.base import Base, TimestampMixin


class Sprint(Base, TimestampMixin):
    __tablename__ = "sprints"
    __table_args__ = (
        Index("idx_sprints_status", "status"),
        Index("idx_sprints_primary_project", "primary_project"),
        Index("idx_sprints_owner", "owner"),
        Index("idx_sprints_start_date", "start_date"),
        Index("idx_sprints_end_date", "end_date"),
        Index("idx_sprints_project_status", "primary_project", "status"),
        Index("idx_sprints_created_at", "created_at"),
        Index("idx_sprints_updated_at", "updated_at"),
    )

    id: Mapped[str] = mapped_column(String(50), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    goal: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20), default="planned")
    owner: Mapped[str] = mapped_column(String(100))
    cadence: Mapped[str] = mapped_column(String(20), default="biweekly")
    start_date: Mapped[date]
    end_date: Mapped[date]
    primary_project: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    capacity_points: Mapped[int | None]
    committed_points: Mapped[int | None]
    completed_points: Mapped[int | None]

    projects: Mapped[list[Any]] = mapped_column(JSON, default=list)
    tasks: Mapped[list[Any]] = mapped_column(JSON, default=list)
    team: Mapped[list[Any]] = mapped_column(JSON, default=list)
    objectives: Mapped[list[Any]] = mapped_column(JSON, default=list)
    ceremonies: Mapped[list[Any]] = mapped_column(JSON, default=list)
    metrics: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    risks: Mapped[list[Any]] = mapped_column(JSON, default=list)
    dependencies: Mapped[list[Any]] = mapped_column(JSON, default=list)
    retrospective: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    tags: Mapped[list[Any]] = mapped_column(JSON, default=list)
    observability: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
