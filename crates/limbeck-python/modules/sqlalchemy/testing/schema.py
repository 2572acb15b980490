"""Tables and columns under the names that SQLAlchemy's own tests have for them."""

from sqlalchemy.orm import mapped_column
from sqlalchemy.schema import Column, Table

__all__ = ["Column", "Table", "mapped_column"]
