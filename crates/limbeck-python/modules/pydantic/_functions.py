"""Names that are rarely used."""

from typing import Any

JsonValue = Any
ValidatorFunctionWrapHandler = SerializerFunctionWrapHandler = Any
FieldSerializationInfo = SerializationInfo = Any


class PydanticDeprecationWarning(DeprecationWarning):
    pass


class PydanticDeprecatedSince20(PydanticDeprecationWarning):
    pass


class PydanticExperimentalWarning(Warning):
    pass


def validate_call(func=None, /, *, config=None, validate_return=False):
    return (lambda function: function) if func is None else func


def parse_obj_as(type_, obj, type_name=None):
    from .type_adapter import TypeAdapter

    return TypeAdapter(type_).validate_python(obj)
