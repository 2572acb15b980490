"""Typing names of SQLAlchemy."""

from typing import *
from typing import Any, Literal, Protocol, TypedDict
