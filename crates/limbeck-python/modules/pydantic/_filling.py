"""Input that becomes an instance of a model."""

from ._checks import any_value
from ._errors import Failure, ValidationError, below, fail, from_raised
from .fields import AliasChoices, AliasPath, PydanticUndefined

class Attributes:
    """An object's attributes as a model's input."""

    def __init__(self, subject):
        self.subject = subject

    def get(self, name, default=None):
        return getattr(self.subject, name, default)

    def __contains__(self, name):
        return hasattr(self.subject, name)

    def __getitem__(self, name):
        return getattr(self.subject, name)

    def __iter__(self):
        return iter(())

    def __repr__(self):
        return repr(self.subject)


def error_of(cls, failure):
    return ValidationError(
        cls.model_config.get("title") or cls.__name__, failure.lines,
        bool(cls.model_config.get("hide_input_in_errors")),
    )


def initialize(instance, data, ctx):
    try:
        filled(instance, data, ctx)
    except Failure as failure:
        raise error_of(type(instance), failure) from None


def filled(instance, data, ctx):
    """Checks `data` and makes it the instance's values."""
    cls = type(instance)
    checks = cls.__pydantic_made_checks__()
    from .functional_validators import called

    for function in reversed(checks.before):
        data = called(function, data, ctx)
        if isinstance(data, cls):
            return data
    if checks.wrap:
        return _wrapped(instance, data, ctx, checks)
    return _after_wrap(instance, data, ctx, checks)


def _wrapped(instance, data, ctx, checks):
    from .functional_validators import called

    def innermost(value, outer=None):
        try:
            return _after_wrap(instance, value, ctx, checks)
        except Failure as failure:
            raise error_of(type(instance), failure) from None

    handler = innermost
    for function in checks.wrap:
        handler = (lambda inner, wrapping: lambda value: called(wrapping, value, ctx, inner))(
            handler, function)
    return handler(data)


def _after_wrap(instance, data, ctx, checks):
    if not isinstance(data, (dict, Attributes)):
        name = type(instance).__name__
        raise fail("model_type", f"Input should be a valid dictionary or instance of {name}", data)
    values, given, extra = _values(type(instance), data, ctx, checks)
    complete(instance, values, given, extra)
    cls = type(instance)
    instance.model_post_init(ctx.context)
    for function in checks.after:
        if isinstance(function, classmethod):
            function = function.__get__(None, cls)
        try:
            if _takes_info(function):
                from .functional_validators import info_of

                made = function(instance, info_of(ctx))
            else:
                made = function(instance)
        except (ValueError, AssertionError) as error:
            shown = data.subject if isinstance(data, Attributes) else data
            raise from_raised(error, shown) from error
        if made is not None and made is not instance and hasattr(made, "__pydantic_fields__"):
            instance.__dict__.update(made.__dict__)
    return instance


def _takes_info(function):
    from .functional_validators import positional_count

    return positional_count(function) > 1


def complete(instance, values, given, extra, private=None):
    setter = object.__setattr__
    setter(instance, "__pydantic_fields_set__", given)
    setter(instance, "__pydantic_extra__", extra)
    if private is None:
        private = {
            name: item.get_default()
            for name, item in type(instance).__pydantic_parts__.private.items()
            if item.default is not PydanticUndefined or item.default_factory is not None
        }
    setter(instance, "__pydantic_private__", private)
    instance.__dict__.update(values)


def places_of(name, field, ctx, config):
    """The keys under which a field's value may stand, in order of preference."""
    alias = field.validation_alias
    by_alias = ctx.by_alias if ctx.by_alias is not None else config.get("validate_by_alias", True)
    by_name = ctx.by_name
    if by_name is None:
        by_name = config.get("validate_by_name") or config.get("populate_by_name")
    found = []
    if alias is not None and by_alias:
        found.extend(alias.choices if isinstance(alias, AliasChoices) else [alias])
    if alias is None or by_name or not found:
        found.append(name)
    return found


def _find(data, places):
    for place in places:
        if isinstance(place, AliasPath):
            value = place.search(data)
            if value is not PydanticUndefined:
                return place.path[0], value
        elif place in data:
            return place, data[place]
    return None, PydanticUndefined


def _values(cls, data, ctx, checks):
    config = cls.model_config
    values, given, lines, used = {}, set(), [], set()
    ctx.data = values
    for name, field in cls.__pydantic_fields__.items():
        places = places_of(name, field, ctx, config)
        place, value = _find(data, places)
        check = checks.fields.get(name, any_value)
        ctx.field = name
        if value is PydanticUndefined:
            if field.is_required():
                first = places[0]
                if isinstance(first, AliasPath):
                    first = first.path[0]
                shown = data.subject if isinstance(data, Attributes) else data
                if not config.get("loc_by_alias", True):
                    first = name
                lines.append({"type": "missing", "loc": (first,), "msg": "Field required",
                              "input": shown})
                continue
            value = field.get_default(call_default_factory=True, validated_data=values)
            validate = field.validate_default
            if validate is None:
                validate = config.get("validate_default")
            if not validate and name not in checks.always:
                values[name] = value
                continue
            place = places[0] if not isinstance(places[0], AliasPath) else name
        else:
            used.add(place)
            given.add(name)
        try:
            values[name] = check(value, ctx)
        except Failure as failure:
            lines.extend(below(failure, place if config.get("loc_by_alias", True) else name))
        except Exception as error:
            if type(error).__name__ != "PydanticUseDefault":
                raise
            values[name] = field.get_default(call_default_factory=True, validated_data=values)
    extra = None
    if config.get("extra") in ("forbid", "allow"):
        extra = {} if config["extra"] == "allow" else None
        for name in data:
            if name not in used:
                if extra is None:
                    lines.append({"type": "extra_forbidden", "loc": (name,),
                                  "msg": "Extra inputs are not permitted", "input": data[name]})
                else:
                    extra[name] = data[name]
    if lines:
        raise Failure(*lines)
    return values, given, extra
