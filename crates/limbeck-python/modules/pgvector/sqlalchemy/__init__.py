"""pgvector's column types."""

from . import bit, halfvec, sparsevec, vector
from ._types import BIT, HALFVEC, SPARSEVEC, VECTOR, Vector, avg, sum

__all__ = ["BIT", "HALFVEC", "SPARSEVEC", "VECTOR", "Vector", "avg", "sum"]
