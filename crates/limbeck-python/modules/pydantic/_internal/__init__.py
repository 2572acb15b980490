"""Where applications find what pydantic does not name in public."""
