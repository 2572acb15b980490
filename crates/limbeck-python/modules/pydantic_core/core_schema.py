"""The schemas that a type's `__get_pydantic_core_schema__` builds, as checks."""

from pydantic._checks import _SIMPLE, any_value, check_instance, check_union
from pydantic.annotated_handlers import Schema
from pydantic.functional_validators import around

CoreSchema = Schema
ValidationInfo = None


def _simple(kind):
    return lambda **kw: Schema(_SIMPLE[kind])


str_schema = _simple(str)
int_schema = _simple(int)
float_schema = _simple(float)
bool_schema = _simple(bool)
bytes_schema = _simple(bytes)
none_schema = _simple(type(None))
list_schema = lambda *args, **kw: Schema(_SIMPLE[list])
dict_schema = lambda *args, **kw: Schema(_SIMPLE[dict])
any_schema = lambda **kw: Schema(any_value)


def is_instance_schema(cls, **kw):
    return Schema(check_instance(cls))


def _function(mode):
    def make(function, schema=None, **kw):
        return Schema(around(schema or any_value, function, mode))

    return make


no_info_after_validator_function = with_info_after_validator_function = _function("after")
no_info_before_validator_function = with_info_before_validator_function = _function("before")
no_info_plain_validator_function = with_info_plain_validator_function = _function("plain")
no_info_wrap_validator_function = with_info_wrap_validator_function = _function("wrap")


def chain_schema(steps, **kw):
    def check(value, ctx):
        for step in steps:
            value = step(value, ctx)
        return value

    return Schema(check)


def union_schema(choices, **kw):
    return Schema(check_union([object] * len(choices), choices))


def json_or_python_schema(json_schema=None, python_schema=None, **kw):
    return python_schema


def plain_serializer_function_ser_schema(function, **kw):
    return None


to_string_ser_schema = plain_serializer_function_ser_schema
