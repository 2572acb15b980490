"""Vectors of PostgreSQL's pgvector."""


def to_text(value):
    """The server's notation of a vector given as a list, a tuple or text."""
    if value is None or isinstance(value, str):
        return value
    if hasattr(value, "tolist"):
        value = value.tolist()
    return "[" + ",".join(str(float(item)) for item in value) + "]"


def from_text(value):
    if value is None or isinstance(value, list):
        return value
    return [float(item) for item in value[1:-1].split(",")]


class Vector(list):
    """A vector."""

    def to_text(self):
        return to_text(self)

    def to_list(self):
        return list(self)


HalfVector = Vector
