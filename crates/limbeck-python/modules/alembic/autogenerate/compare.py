"""Comparators that scripts register."""

from ..util.langhelpers import Dispatcher

comparators = Dispatcher(uselist=True)
