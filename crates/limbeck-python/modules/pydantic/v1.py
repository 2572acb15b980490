"""The address under which pydantic 2 keeps pydantic 1: the same names, as far as there are any."""


def __getattr__(name):
    import pydantic

    return getattr(pydantic, name)
