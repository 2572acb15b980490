"""Something that a user means to do."""
from datetime import datetime
from typing import Optional

from sqlalchemy import Column, ForeignKey, Integer, Text, text
from sqlmodel import Field, SQLModel


class Task(SQLModel, table=True):
    __tablename__ = "tasks"

    id: Optional[int] = Field(default=None, primary_key=True)
    user_id: int = Field(
        sa_column=Column(Integer, ForeignKey("users.id", ondelete="CASCADE"), nullable=False)
    )
    title: str = Field(max_length=200)
    description: Optional[str] = Field(default=None, sa_column=Column(Text))
    completed: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    created_at: datetime = Field(sa_column_kwargs={"server_default": text("NOW()")})
    updated_at: datetime = Field(sa_column_kwargs={"server_default": text("NOW()")})
    priority: Optional[str] = Field(default=None, max_length=10)
    tags: Optional[str] = Field(default=None, sa_column=Column(Text))
    due_date: Optional[datetime] = None
    recurrence_pattern: Optional[str] = Field(default=None, max_length=50)
