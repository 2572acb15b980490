"""Validators that a model or an annotation brings."""

from ._errors import Failure, ValidationInfo, from_raised


class Decorated:
    """A function marked as a validator of a model."""

    def __init__(self, function, kind, mode, fields=()):
        self.wrapped = function
        self.kind = kind
        self.mode = mode
        self.fields = fields

    def __get__(self, instance, owner):
        return self.wrapped.__get__(instance, owner)

    def __getattr__(self, name):
        if name[:2] == "__" and name != "__name__":
            raise AttributeError(name)
        return getattr(self.wrapped, name)


def _plain(function):
    return getattr(function, "__func__", function)


def positional_count(function):
    """How many positional arguments a function takes, without a bound first one."""
    code = getattr(_plain(function), "__code__", None)
    if code is None:
        return 1
    count = code.co_argcount
    if getattr(function, "__self__", None) is not None:
        count -= 1
    if code.co_flags & 0x04:
        return max(count, 2)
    return count


def info_of(ctx):
    return ValidationInfo(ctx.field, ctx.data, ctx.context, ctx.config)


def called(function, value, ctx, *between):
    """Calls a validator with what its signature asks for."""
    count = positional_count(function)
    arguments = (value, *between)
    try:
        if count > len(arguments):
            return function(*arguments, info_of(ctx))
        return function(*arguments)
    except (ValueError, AssertionError) as error:
        raise from_raised(error, value) from error


def around(check, function, mode):
    """The check with a function before, after, around or in place of it."""
    if mode == "before":
        return lambda value, ctx: check(called(function, value, ctx), ctx)
    if mode == "after":
        return lambda value, ctx: called(function, check(value, ctx), ctx)
    if mode == "plain":
        return lambda value, ctx: called(function, value, ctx)

    def wrapping(value, ctx):
        def handler(item, outer=None):
            try:
                return check(item, ctx)
            except Failure as failure:
                from ._errors import ValidationError

                raise ValidationError(ctx.field or "value", failure.lines) from None

        return called(function, value, ctx, handler)

    return wrapping


class _Annotation:
    mode = "after"

    def __init__(self, func, json_schema_input_type=None):
        self.func = func

    def _limbeck_wrap(self, check):
        return around(check, self.func, self.mode)


class AfterValidator(_Annotation):
    pass


class BeforeValidator(_Annotation):
    mode = "before"


class PlainValidator(_Annotation):
    mode = "plain"


class WrapValidator(_Annotation):
    mode = "wrap"


class SkipValidation:
    def __class_getitem__(cls, item):
        from typing import Annotated

        return Annotated[item, cls()]

    def _limbeck_wrap(self, check):
        return lambda value, ctx: value


class InstanceOf:
    def __class_getitem__(cls, item):
        from typing import Annotated

        return Annotated[item, cls(item)]

    def __init__(self, kind=None):
        self.kind = kind

    def _limbeck_wrap(self, check):
        from ._checks import check_instance

        return check_instance(self.kind)


class ValidateAs:
    def __init__(self, from_type, instantiation_hook):
        self.from_type = from_type
        self.hook = instantiation_hook

    def _limbeck_wrap(self, check):
        from ._core import validator_of

        inner = validator_of(self.from_type)
        return lambda value, ctx: self.hook(inner(value, ctx))


def field_validator(field, /, *fields, mode="after", check_fields=None,
                    json_schema_input_type=None):
    def decorate(function):
        return Decorated(function, "field", mode, (field, *fields))

    return decorate


def model_validator(*, mode):
    def decorate(function):
        return Decorated(function, "model", mode)

    return decorate


def validator(field, /, *fields, pre=False, each_item=False, always=False, check_fields=None,
              allow_reuse=False):
    def decorate(function):
        made = Decorated(function, "field_v1", "before" if pre else "after", (field, *fields))
        made.each_item = each_item
        made.always = always
        return made

    return decorate


def root_validator(*args, pre=False, skip_on_failure=False, allow_reuse=False):
    def decorate(function):
        return Decorated(function, "root_v1", "before" if pre else "after")

    return decorate(args[0]) if args else decorate


class PlainSerializer:
    def __init__(self, func, return_type=None, when_used="always"):
        self.func = func
        self.when_used = when_used


class WrapSerializer(PlainSerializer):
    pass


def field_serializer(*fields, mode="plain", return_type=None, when_used="always",
                     check_fields=None):
    def decorate(function):
        made = Decorated(function, "serializer", mode, fields)
        made.when_used = when_used
        return made

    return decorate


def model_serializer(f=None, /, *, mode="plain", when_used="always", return_type=None):
    def decorate(function):
        made = Decorated(function, "model_serializer", mode)
        made.when_used = when_used
        return made

    return decorate if f is None else decorate(f)
