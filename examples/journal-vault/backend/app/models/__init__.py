"""All models, by groups: what is not imported here, autogenerate would take for removed."""
from .base import Base
from .core import JournalEntry, JournalEntryTag, Reminder, Tag, User
from .monitoring import Alert, AlertRule, SystemHealth
from .security import OpaqueSession, SecretTag, VaultBlob, WrappedKey
