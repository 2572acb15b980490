"""The names of SQLAlchemy 1.4's future engine."""

from .engine.base import Connection, Engine
from .engine.create import create_engine
from .sql.expression import select
