"""Extensions of SQLModel."""
