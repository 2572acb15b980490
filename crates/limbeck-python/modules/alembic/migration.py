"""The older place of `MigrationContext`."""

from .runtime.migration import *
from .runtime.migration import MigrationContext
