"""Errors of revision identifiers."""

from . import Script as Revision
from . import ScriptDirectory as RevisionMap


class RevisionError(Exception):
    """A revision that cannot be found or used."""


class ResolutionError(RevisionError):
    def __init__(self, message, argument=None):
        super().__init__(message)
        self.argument = argument


class MultipleHeads(RevisionError):
    pass


class RangeNotAncestorError(RevisionError):
    pass


class CycleDetected(RevisionError):
    pass


class DependencyCycleDetected(CycleDetected):
    pass


class LoopDetected(CycleDetected):
    pass


class DependencyLoopDetected(DependencyCycleDetected, LoopDetected):
    pass
