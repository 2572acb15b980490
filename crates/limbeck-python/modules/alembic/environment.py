"""The older place of `EnvironmentContext`."""

from .runtime.environment import *
from .runtime.environment import EnvironmentContext
