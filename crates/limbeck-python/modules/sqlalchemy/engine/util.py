"""Helpers by their old places."""

from ..util.langhelpers import immutabledict
