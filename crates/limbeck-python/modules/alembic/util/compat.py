"""What the interpreter is, by Alembic's names."""

is_posix = True
