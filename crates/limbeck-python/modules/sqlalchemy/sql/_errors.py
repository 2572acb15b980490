"""Errors about constructs that cannot be compiled."""


def unsupported(element):
    from sqlalchemy import exc

    raise exc.UnsupportedCompilationError("Compiler", type(element))
