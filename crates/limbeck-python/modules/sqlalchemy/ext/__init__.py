"""Extensions of SQLAlchemy that scripts import."""
