"""JSON to and from values."""


def to_jsonable_python(value, **kw):
    from ._dump import plain

    return plain(value, {"mode": "json"})


def to_json(value, *, indent=None, **kw):
    import json

    return json.dumps(to_jsonable_python(value), indent=indent,
                      separators=(",", ":") if indent is None else None).encode()


def from_json(data, **kw):
    import json

    return json.loads(data)
