"""A person who signs in."""
from datetime import datetime
from typing import Optional

from sqlalchemy import text
from sqlmodel import Field, SQLModel


class User(SQLModel, table=True):
    __tablename__ = "users"

    id: Optional[int] = Field(default=None, primary_key=True)
    email: str = Field(max_length=255, unique=True, nullable=False)
    name: str = Field(max_length=100, nullable=False)
    password_hash: str = Field(max_length=255, nullable=False)
    created_at: datetime = Field(sa_column_kwargs={"server_default": text("NOW()")})
    updated_at: datetime = Field(sa_column_kwargs={"server_default": text("NOW()")})
