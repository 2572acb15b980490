"""MariaDB's dialect and types."""

from .base import MariaDBDialect
from .types import INET4, INET6

dialect = MariaDBDialect
