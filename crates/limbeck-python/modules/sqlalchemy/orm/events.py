"""Names that listeners of ORM events are given for."""


class _Events:
    """Events of objects and sessions; a migration runs without them."""


class InstanceEvents(_Events):
    pass


class MapperEvents(_Events):
    pass


class SessionEvents(_Events):
    pass


class AttributeEvents(_Events):
    pass


class InstrumentationEvents(_Events):
    pass


class QueryEvents(_Events):
    pass


class RegistryEvents(_Events):
    pass
