"""The configuration of models."""


class ConfigDict(dict):
    """A dictionary of settings, which other classes may be derived from for their annotations."""

    def __new__(cls, **settings):
        return dict(settings)

    def __init_subclass__(cls, total=True, **kw):
        super().__init_subclass__(**kw)


class Extra:
    allow = "allow"
    forbid = "forbid"
    ignore = "ignore"


class BaseConfig:
    """Names that a class's `Config` may set."""

    title = None
    frozen = False
    extra = "ignore"
    populate_by_name = False
    use_enum_values = False
    validate_assignment = False
    arbitrary_types_allowed = False
    from_attributes = False
    alias_generator = None
    json_encoders = {}


def with_config(config=None, /, **kw):
    def decorate(cls):
        cls.__pydantic_config__ = config or kw
        return cls

    return decorate
