"""SQLModel's asynchronous session."""
