"""Classes that document events; scripts only import their names."""

from .event import Events


class PoolEvents(Events):
    pass


class DDLEvents(Events):
    pass


class ConnectionEvents(Events):
    pass


class DialectEvents(Events):
    pass
