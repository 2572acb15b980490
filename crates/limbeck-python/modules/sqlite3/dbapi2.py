"""The older place of what sqlite3 offers."""

from . import *
from . import __getattr__
