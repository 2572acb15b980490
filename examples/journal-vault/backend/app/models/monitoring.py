"""How the system is, and who hears of it when it is not well."""
import uuid

from sqlalchemy import Boolean, Float, ForeignKey, Index, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id, Moment


class SystemHealth(Base):
    __tablename__ = "system_health"
    __table_args__ = (Index("ix_system_health_component_time", "component", "measured_at"),)

    id: Mapped[Id]
    component: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(20))
    details: Mapped[dict] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    measured_at: Mapped[Moment]


class AlertRule(Base):
    __tablename__ = "alert_rules"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(100), unique=True)
    metric: Mapped[str] = mapped_column(String(100))
    threshold: Mapped[float] = mapped_column(Float)
    is_enabled: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))


class Alert(Base):
    __tablename__ = "alerts"
    __table_args__ = (
        Index("ix_alerts_open", "raised_at", postgresql_where=text("NOT is_resolved")),
    )

    id: Mapped[Id]
    rule_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("alert_rules.id", ondelete="CASCADE"))
    message: Mapped[str] = mapped_column(Text)
    is_resolved: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    raised_at: Mapped[Moment]
