"""The planner's tables as the application sees them."""
from datetime import date, datetime
from typing import Any, Optional

from pgvector.sqlalchemy import Vector
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Computed,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Numeric,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ENUM, JSONB, TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    type_annotation_map = {datetime: DateTime(timezone=True)}


class Timestamps:
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())


class User(Timestamps, Base):
    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("email LIKE '%_@_%'", name="ck_users_email"),
        Index("idx_users_email", text("lower(email)"), unique=True),
        Index("idx_users_active", "last_active_at", postgresql_where=text("is_active")),
        Index("idx_users_created", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(100))
    timezone: Mapped[str] = mapped_column(String(50), server_default="UTC")
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    last_active_at: Mapped[Optional[datetime]]
    businesses: Mapped[list["Business"]] = relationship(back_populates="user")


class Business(Timestamps, Base):
    __tablename__ = "businesses"
    __table_args__ = (
        CheckConstraint("color ~ '^#[0-9a-fA-F]{6}$'", name="ck_businesses_color"),
        Index("idx_businesses_user", "user_id"),
        Index("idx_businesses_user_slug", "user_id", "slug", unique=True),
        Index("idx_businesses_active", "user_id", postgresql_where=text("is_active")),
        {"comment": "What the user runs"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))
    slug: Mapped[str] = mapped_column(String(50))
    color: Mapped[str] = mapped_column(String(7), server_default="#808080", comment="As in CSS")
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    user: Mapped[User] = relationship(back_populates="businesses")
    members: Mapped[list["Member"]] = relationship(back_populates="business")


class Member(Timestamps, Base):
    __tablename__ = "members"
    __table_args__ = (
        Index("idx_members_business", "business_id"),
        Index("idx_members_business_name", "business_id", "name", unique=True),
        Index("idx_members_role", "role"),
        Index("idx_members_skills", "skills", postgresql_using="gin"),
    )

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
    __table_args__ = (
        CheckConstraint("status IN ('active', 'paused', 'done')", name="ck_projects_status"),
        CheckConstraint("ends_on >= starts_on", name="ck_projects_dates"),
        Index("idx_projects_business", "business_id"),
        Index("idx_projects_business_name", "business_id", "name", unique=True),
        Index("idx_projects_status", "status"),
        Index("idx_projects_ends", "ends_on", postgresql_where=text("status = 'active'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[Optional[str]] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20), server_default="active")
    starts_on: Mapped[Optional[date]]
    ends_on: Mapped[Optional[date]]


class Task(Timestamps, Base):
    __tablename__ = "tasks"
    __table_args__ = (
        CheckConstraint("priority BETWEEN 1 AND 4", name="ck_tasks_priority"),
        CheckConstraint("estimated_duration > 0", name="ck_tasks_estimated_duration"),
        CheckConstraint(
            "(status = 'done') = (completed_at IS NOT NULL) OR status = 'archived'", name="ck_tasks_completed"
        ),
        Index("idx_tasks_user", "user_id"),
        Index("idx_tasks_business", "business_id"),
        Index("idx_tasks_project", "project_id"),
        Index("idx_tasks_parent", "parent_id", postgresql_where=text("parent_id IS NOT NULL")),
        Index("idx_tasks_status", "status"),
        Index("idx_tasks_user_status", "user_id", "status"),
        Index("idx_tasks_business_status", "business_id", "status", "priority"),
        Index("idx_tasks_deadline", "deadline", postgresql_where=text("status IN ('open', 'in_progress')")),
        Index("idx_tasks_completed", text("completed_at DESC NULLS LAST")),
        Index("idx_tasks_created", text("created_at DESC")),
        Index("idx_tasks_metadata", "metadata", postgresql_using="gin", postgresql_ops={"metadata": "jsonb_path_ops"}),
        Index("idx_tasks_search", "search", postgresql_using="gin"),
        Index(
            "idx_tasks_embedding_hnsw",
            "embedding",
            postgresql_using="hnsw",
            postgresql_with={"m": 16, "ef_construction": 64},
            postgresql_ops={"embedding": "vector_cosine_ops"},
        ),
        Index("idx_tasks_recurring", "is_recurring"),
        Index(
            "idx_tasks_board",
            "assigned_to",
            "deadline",
            postgresql_where=text("status IN ('open', 'in_progress')"),
        ),
    )

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
    priority: Mapped[int] = mapped_column(SmallInteger, server_default="3", comment="1 is urgent, 4 can wait")
    estimated_duration: Mapped[Optional[int]] = mapped_column(comment="Minutes")
    actual_duration: Mapped[Optional[int]] = mapped_column(comment="Minutes")
    deadline: Mapped[Optional[datetime]]
    completed_at: Mapped[Optional[datetime]]
    embedding: Mapped[Optional[Any]] = mapped_column(Vector(1536), comment="Of title and description")
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
    __table_args__ = (
        CheckConstraint("event IN ('created', 'updated', 'deleted')", name="ck_task_history_event"),
        Index("idx_task_history_task", "task_id", "occurred_at"),
        Index("idx_task_history_user", "user_id"),
        Index("idx_task_history_occurred", "occurred_at", postgresql_using="brin"),
        Index("idx_task_history_event", "event", postgresql_include=["task_id"]),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    task_id: Mapped[int] = mapped_column(comment="Also of tasks that are gone")
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    event: Mapped[str] = mapped_column(String(20))
    changes: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    occurred_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Notification(Base):
    __tablename__ = "notifications"
    __table_args__ = (
        Index("idx_notifications_due", "scheduled_at", postgresql_where=text("sent_at IS NULL")),
    )

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
    __table_args__ = (
        UniqueConstraint("user_id", "name", name="uq_tags_user_name"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(50))


class TaskTag(Base):
    __tablename__ = "task_tags"
    __table_args__ = (
        Index("idx_task_tags_tag", "tag_id"),
    )

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
