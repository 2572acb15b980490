"""Models as plain values."""


def dump_model(model, *, mode="python", include=None, exclude=None, by_alias=None,
               exclude_unset=False, exclude_defaults=False, exclude_none=False,
               exclude_computed_fields=False, **rest):
    options = {
        "mode": mode, "by_alias": by_alias, "exclude_unset": exclude_unset,
        "exclude_defaults": exclude_defaults, "exclude_none": exclude_none,
    }
    cls = type(model)
    if by_alias is None:
        by_alias = cls.model_config.get("serialize_by_alias", False)
    serializers, whole = _serializers(cls)
    within = rest.pop("_within", False)
    if whole is not None and not within and _used(whole, mode, model):
        info = _Info({**options, **rest, "include": include, "exclude": exclude})
        return _whole(model, whole, info)
    found = {}
    fields = cls.__pydantic_fields__
    for name, value in list(model.__dict__.items()):
        field = fields.get(name)
        if field is None or field.exclude or not _wanted(name, include, exclude):
            continue
        if exclude_unset and name not in model.__pydantic_fields_set__:
            continue
        if exclude_defaults and not field.is_required() and value == field.get_default(
            call_default_factory=True
        ):
            continue
        if exclude_none and value is None:
            continue
        key = field.serialization_alias if by_alias and field.serialization_alias else name
        if name in serializers:
            found[key] = plain(serializers[name](model, value, name, options), options)
        else:
            found[key] = plain(value, options, _inner(include, name), _inner(exclude, name))
    for name, value in (model.__pydantic_extra__ or {}).items():
        if _wanted(name, include, exclude):
            found[name] = plain(value, options)
    if not exclude_computed_fields:
        for name, item in cls.__pydantic_parts__.computed.items():
            if _wanted(name, include, exclude):
                value = plain(getattr(model, name), options)
                if value is not None or not exclude_none:
                    found[item.alias if by_alias and item.alias else name] = value
    return found


class _Info:
    """What a serializer is told of the call, and of the field it serializes."""

    context = include = exclude = None
    exclude_computed_fields = round_trip = serialize_as_any = False

    def __init__(self, options, field_name=None):
        self.__dict__.update(options)
        self.field_name = field_name

    def mode_is_json(self):
        return self.mode == "json"


def _whole(model, item, info):
    function = getattr(item.wrapped, "__func__", item.wrapped)
    given = [model]
    if item.mode == "wrap":
        given.append(lambda model: dump_model(model, _within=True, **_passed_on(info)))
    return _informed(function, given, info)


def _passed_on(info):
    names = "mode by_alias exclude_unset exclude_defaults exclude_none include exclude".split()
    return {name: getattr(info, name) for name in names}


def _informed(function, given, info):
    """The function's answer, with the info where it takes one argument more."""
    takes_info = function.__code__.co_argcount > len(given)
    return function(*given, info) if takes_info else function(*given)


def _serializers(cls):
    found, whole = {}, None
    for name, item in cls.__pydantic_parts__.validators:
        if item.kind == "serializer":
            for field in item.fields:
                found[field] = _called(item)
        elif item.kind == "model_serializer":
            whole = item
    return found, whole


def _used(item, mode, value):
    """Whether a serializer is for this mode and value, as `when_used` has it."""
    when = item.when_used
    if when.startswith("json") and mode != "json":
        return False
    return value is not None or not when.endswith("unless-none")


def _called(item):
    function = getattr(item.wrapped, "__func__", item.wrapped)

    def run(model, value, name, options):
        if not _used(item, options["mode"], value):
            return value
        given = [model, value]
        if item.mode == "wrap":
            given.append(lambda value, *rest: plain(value, options))
        return _informed(function, given, _Info(options, name))

    return run


def _wanted(name, include, exclude):
    if include is not None and name not in include:
        return False
    if exclude is None or name not in exclude:
        return True
    return isinstance(exclude, dict) and exclude[name] not in (True, ...)


def _inner(chosen, name):
    if isinstance(chosen, dict):
        found = chosen.get(name)
        return found if isinstance(found, (dict, set)) else None
    return None


def plain(value, options, include=None, exclude=None):
    """A value without models; in JSON mode only what JSON has."""
    if hasattr(value, "__pydantic_fields__"):
        return value.model_dump(**options, include=include, exclude=exclude)
    if isinstance(value, dict):
        if options["mode"] == "json":
            return {_key(key): plain(item, options) for key, item in value.items()}
        return {key: plain(item, options) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        made = [plain(item, options) for item in value]
        if options["mode"] == "json" or isinstance(value, list):
            return made
        return type(value)(made) if not hasattr(value, "_fields") else type(value)(*made)
    if options["mode"] != "json" or value is None or isinstance(value, (bool, int, float)):
        return value if not (options["mode"] == "json" and hasattr(value, "_member_map_")) else (
            value.value)
    return _json(value)


def _key(key):
    key = getattr(key, "value", key) if hasattr(key, "_member_map_") else key
    return key if isinstance(key, str) else str(_json(key))


def _json(value):
    if hasattr(type(value), "_member_map_"):
        return _json(value.value)
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bytes):
        return value.decode()
    kind = type(value).__name__
    if kind == "datetime":
        text = value.isoformat()
        return text[:-6] + "Z" if text.endswith("+00:00") else text
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if kind == "timedelta":
        return _iso_duration(value)
    return str(value)


def _iso_duration(value):
    days, rest = value.days, value.seconds
    text = f"P{days}D" if days else "P"
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    if rest or hours or minutes or seconds or value.microseconds or not days:
        text += "T"
        text += f"{hours}H" if hours else ""
        text += f"{minutes}M" if minutes else ""
        fraction = f".{value.microseconds:06}".rstrip("0") if value.microseconds else ""
        if seconds or fraction or text.endswith("T"):
            text += f"{seconds}{fraction}S"
    return text
