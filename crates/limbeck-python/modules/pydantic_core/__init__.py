"""The names of pydantic's core that models import."""

__version__ = "2.50.4"

_HOMES = {
    "pydantic._errors": "ValidationError PydanticCustomError PydanticKnownError PydanticOmit "
    "PydanticUseDefault",
    "pydantic.fields": "PydanticUndefined",
    "pydantic.networks": "Url MultiHostUrl",
    "pydantic._json": "from_json to_json to_jsonable_python",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name):
    if name == "core_schema":
        return __import__(f"{__name__}.core_schema", None, None, ("__name__",), 0)
    if name == "PydanticUndefinedType":
        from pydantic.fields import PydanticUndefined

        return type(PydanticUndefined)
    if name == "CoreSchema":
        return dict
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return getattr(__import__(home, None, None, ("__name__",), 0), name)
