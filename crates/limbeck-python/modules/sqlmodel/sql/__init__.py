"""Types and expressions of SQLModel."""
