"""The types of SQLAlchemy-Utils, and the few functions that migrations call."""

_TYPES = frozenset(
    "ArrowType BitType Choice ChoiceType ColorType CompositeType CountryType CurrencyType "
    "DateRangeType DateTimeRangeType EmailType EncryptedType EnrichedDateTimeType "
    "EnrichedDateType IPAddressType Int8RangeType IntRangeType JSONType LocaleType LtreeType "
    "NumericRangeType Password PasswordType PhoneNumberType ScalarListException ScalarListType "
    "StringEncryptedType TSVectorType TimezoneType URLType UUIDType WeekDaysType Ltree".split()
)
_FUNCTIONS = frozenset(
    "create_database database_exists drop_database escape_like has_index".split()
)
_NOTHING = frozenset(
    "auto_delete_orphans coercion_listener force_auto_coercion force_instant_defaults".split()
)


def _ignored(*args, **kw):
    """What only acts on loaded objects: nothing happens here."""


def __getattr__(name):
    if name in _TYPES:
        from .types import _all as module

        return getattr(module, name)
    if name in _FUNCTIONS:
        from . import functions

        return getattr(functions, name)
    if name in _NOTHING:
        return _ignored
    if name in ("Timestamp", "generic_repr"):
        from . import models

        return getattr(models, name)
    if name in ("types", "functions", "models"):
        return __import__(f"{__name__}.{name}", None, None, ("__name__",), 0)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
