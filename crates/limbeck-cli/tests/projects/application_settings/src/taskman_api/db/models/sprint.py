"""A sprint of a project."""
from datetime import date
from typing import Optional

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskman_api.db.base import Base, TimestampMixin
from taskman_api.db.models.project import Project


class Sprint(Base, TimestampMixin):
    __tablename__ = "sprints"
    __table_args__ = (Index("idx_sprints_project_status", "primary_project", "status"),)

    id: Mapped[str] = mapped_column(String(50), primary_key=True)
    status: Mapped[str] = mapped_column(String(20))
    start_date: Mapped[Optional[date]] = mapped_column(Date)
    primary_project: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))

    project: Mapped[Project] = relationship(back_populates="sprints")
