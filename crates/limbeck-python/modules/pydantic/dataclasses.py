"""Dataclasses; their values are taken as given."""


def dataclass(cls=None, **options):
    import dataclasses

    known = {name: value for name, value in options.items()
             if name in ("init", "repr", "eq", "order", "unsafe_hash", "frozen", "kw_only", "slots")}
    make = dataclasses.dataclass(**known)
    return make if cls is None else make(cls)
