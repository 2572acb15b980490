"""What waits until all classes are mapped: the attributes that `backref=` gives to other classes."""

from sys import modules as _modules

from ..sql._schema_item import fire

_waiting = []
# Classes whose first object has the waiting mappers configured, and the `__init__` of their own.
_held = []
_expects_backrefs = False


def expect_backrefs():
    """Some relationship gives an attribute to another class, which objects of that are to have."""
    global _expects_backrefs

    _expects_backrefs = True


def wait(mapper):
    _waiting.append(mapper)
    if _expects_backrefs:
        # The other class may have been mapped and used before.
        known = [] if _held or mapper.registry is None else mapper.registry._mappers
        for other in known or [mapper]:
            _held.append((other.class_, _hold(other.class_)))


def _hold(cls):
    """Has the mappers configured before the first object is made; gives the class's own `__init__`."""
    own = cls.__dict__.get("__init__")

    def __init__(self, *args, **kwargs):
        configure_all()
        if own is None:
            super(cls, self).__init__(*args, **kwargs)
        else:
            own(self, *args, **kwargs)

    __init__.__wrapped__ = cls.__init__
    __init__._limbeck_holds = True
    type.__setattr__(cls, "__init__", __init__)
    return own


def _release():
    for cls, own in _held:
        # What is inherited stays behind ours: the interpreter forgets it where ours is deleted.
        if own is not None and hasattr(cls.__dict__["__init__"], "_limbeck_holds"):
            type.__setattr__(cls, "__init__", own)
    _held.clear()


def _tell(event):
    """Tells those who listen to all mappers together."""
    module = _modules.get("sqlalchemy.event")
    if module is not None:
        from .mapper import Mapper

        for function in list(module._stored.get(Mapper, (None, {}))[1].get(event, ())):
            function()


def configure_all():
    """Makes what relationships name in each other: backrefs."""
    if not _waiting:
        return
    _release()
    _tell("before_configured")
    while _waiting:
        mapper = _waiting.pop(0)
        fire(mapper, "before_mapper_configured", mapper, mapper.class_)
        for prop in list(mapper._props.values()):
            configure = getattr(prop, "configure", None)
            if configure is not None and prop.parent is mapper:
                configure()
        fire(mapper, "mapper_configured", mapper, mapper.class_)
    _tell("after_configured")


def forget_all():
    _waiting.clear()
    _release()
