"""SQLModel's session."""
