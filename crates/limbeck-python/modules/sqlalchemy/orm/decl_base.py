"""Names of the declarative scan that projects import for their annotations."""

from typing import Any

_TableArgsType = Any
_DeclarativeMapperConfig = _ClassScanMapperConfig = Any
