"""What `__get_pydantic_core_schema__` is given and gives back."""


class Schema:
    """A check, where pydantic has a schema."""

    def __init__(self, check):
        self.check = check

    def __call__(self, value, ctx):
        return self.check(value, ctx)


class GetCoreSchemaHandler:
    def __init__(self, config=None, owner=None):
        self.config = config
        self.owner = owner
        self.field_name = None

    def __call__(self, source):
        from ._core import validator_of

        return Schema(validator_of(source, self.config, self.owner))

    generate_schema = __call__


class GetJsonSchemaHandler:
    pass


def handler_for(config, owner):
    return GetCoreSchemaHandler(config, owner)
