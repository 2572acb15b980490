"""The planner's tables as the application sees them."""
from datetime import date, datetime
from typing import Any, Optional

from pgvector.sqlalchemy import Vector
from sqlalchemy import ARRAY, BigInteger, Boolean, Computed, DateTime, ForeignKey, Identity, Numeric, SmallInteger, String, Text, func, text
from sqlalchemy.dialects.postgresql import ENUM, JSONB, TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    type_annotation_map = {datetime: DateTime(timezone=True)}


class Timestamps:
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())


class User(Timestamps, Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(100))
    timezone: Mapped[str] = mapped_column(String(50), server_default="UTC")
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    last_active_at: Mapped[Optional[datetime]]
    businesses: Mapped[list["Business"]] = relationship(back_populates="user")


class Business(Timestamps, Base):
    __tablename__ = "businesses"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))
    slug: Mapped[str] = mapped_column(String(50))
    color: Mapped[str] = mapped_column(String(7), server_default="#808080")
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    user: Mapped[User] = relationship(back_populates="businesses")
    members: Mapped[list["Member"]] = relationship(back_populates="business")


class Member(Timestamps, Base):
    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(50))
    email: Mapped[Optional[str]] = mapped_column(String(255))
    skills: Mapped[list[str]] = mapped_column(ARRAY(String(50)), server_default="{}")
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    business: Mapped[Business] = relationship(back_populates="members")


class Project(Timestamps, Base):
    __tablename__ = "projects"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[Optional[str]] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20), server_default="active")
    starts_on: Mapped[Optional[date]]
    ends_on: Mapped[Optional[date]]


class Task(Timestamps, Base):
    __tablename__ = "tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id", ondelete="CASCADE"))
    project_id: Mapped[Optional[int]] = mapped_column(ForeignKey("projects.id", ondelete="SET NULL"))
    assigned_to: Mapped[Optional[int]] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"))
    parent_id: Mapped[Optional[int]] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[Optional[str]] = mapped_column(Text)
    status: Mapped[str] = mapped_column(
        ENUM("open", "in_progress", "done", "archived", name="task_status"), server_default="open"
    )
    priority: Mapped[int] = mapped_column(SmallInteger, server_default="3")
    estimated_duration: Mapped[Optional[int]]
    actual_duration: Mapped[Optional[int]]
    deadline: Mapped[Optional[datetime]]
    completed_at: Mapped[Optional[datetime]]
    embedding: Mapped[Optional[Any]] = mapped_column(Vector(1536))
    # `metadata` is taken by SQLAlchemy.
    extra: Mapped[dict[str, Any]] = mapped_column("metadata", JSONB, server_default=text("'{}'::jsonb"))
    search: Mapped[Optional[str]] = mapped_column(
        TSVECTOR, Computed("to_tsvector('simple', title || ' ' || coalesce(description, ''))", persisted=True)
    )
    is_recurring: Mapped[Optional[bool]] = mapped_column(Boolean, default=False)
    recurrence_rule: Mapped[Optional[str]] = mapped_column(String(100))
    source: Mapped[str] = mapped_column(String(100), server_default="manual")


class TaskHistory(Base):
    __tablename__ = "task_history"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    task_id: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    event: Mapped[str] = mapped_column(String(20))
    changes: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    occurred_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Notification(Base):
    __tablename__ = "notifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[Optional[int]] = mapped_column(ForeignKey("users.id"))
    task_id: Mapped[Optional[int]] = mapped_column(ForeignKey("tasks.id"))
    type: Mapped[Optional[str]] = mapped_column(String(50))
    scheduled_at: Mapped[Optional[datetime]] = mapped_column(DateTime)
    sent_at: Mapped[Optional[datetime]] = mapped_column(DateTime)


class TaskTemplate(Base):
    __tablename__ = "task_templates"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[Optional[int]]
    business_id: Mapped[Optional[int]]
    title: Mapped[Optional[str]] = mapped_column(String(200))
    default_duration: Mapped[Optional[int]]


class Tag(Base):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(50))


class TaskTag(Base):
    __tablename__ = "task_tags"

    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True)


class DailyMetric(Base):
    __tablename__ = "daily_metrics"

    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    done: Mapped[int] = mapped_column(server_default="0")
    minutes: Mapped[int] = mapped_column(server_default="0")


class EstimateError(Base):
    __tablename__ = "estimate_errors"

    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True)
    estimated: Mapped[int]
    actual: Mapped[int]
    error: Mapped[Optional[float]] = mapped_column(
        Numeric(8, 2), Computed("round((actual - estimated) * 100.0 / estimated, 2)", persisted=True)
    )
