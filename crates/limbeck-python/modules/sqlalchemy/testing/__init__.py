"""What editors import from SQLAlchemy's own tests by mistake."""
