"""Comparators that scripts register."""

from ..util.priorities import PriorityDispatcher

comparators = PriorityDispatcher()
