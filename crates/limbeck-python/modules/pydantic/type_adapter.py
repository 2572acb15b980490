"""Checks values without a model."""


class TypeAdapter:
    def __init__(self, type, *, config=None, _parent_depth=2, module=None):
        from ._core import validator_of

        self.type = type
        self.config = config or {}
        self._check = validator_of(type, self.config)

    def __class_getitem__(cls, item):
        return cls

    def validate_python(self, object, /, *, strict=None, from_attributes=None, context=None, **kw):
        from ._checks import Context, label
        from ._errors import Failure, ValidationError

        ctx = Context(context, bool(strict), self.config, bool(from_attributes))
        try:
            return self._check(object, ctx)
        except Failure as failure:
            raise ValidationError(label(self.type), failure.lines) from None

    def validate_json(self, data, /, **kw):
        import json

        return self.validate_python(json.loads(data), **kw)

    def validate_strings(self, obj, /, **kw):
        return self.validate_python(obj, **kw)

    def dump_python(self, instance, /, *, mode="python", **kw):
        from ._dump import plain

        return plain(instance, {"mode": mode})

    def dump_json(self, instance, /, *, indent=None, **kw):
        import json

        return json.dumps(self.dump_python(instance, mode="json"), indent=indent,
                          separators=(",", ":") if indent is None else None).encode()

    def rebuild(self, **kw):
        return True
