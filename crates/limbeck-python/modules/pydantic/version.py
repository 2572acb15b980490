"""The version whose behaviour is matched."""

from . import VERSION


def version_short():
    return ".".join(VERSION.split(".")[:2])
