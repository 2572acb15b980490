"""A project."""
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskman_api.db.base import Base, TimestampMixin


class Project(Base, TimestampMixin):
    __tablename__ = "projects"
    __table_args__ = (Index("idx_projects_status", "status"),)

    id: Mapped[str] = mapped_column(String(50), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    status: Mapped[str] = mapped_column(String(20), default="new")
    okrs: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    sprints: Mapped[list["Sprint"]] = relationship(back_populates="project")  # noqa: F821
