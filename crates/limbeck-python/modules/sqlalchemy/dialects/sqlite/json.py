"""SQLite's JSON types."""

from .base import JSON, JSONB
