"""The names of typing that older Pythons lack, all of which this one has."""

import typing as _typing

_OTHERS = {
    "deprecated": "warnings", "Buffer": "collections.abc", "get_original_bases": "types",
    "Reader": "io", "Writer": "io",
}


def __getattr__(name):
    module = _OTHERS.get(name)
    if module is not None:
        return getattr(__import__(module, None, None, ("__name__",), 0), name)
    if name == "runtime":
        name = "runtime_checkable"
    if name == "Doc":
        return _Doc
    if name in ("get_annotations", "Format", "type_repr"):
        return getattr(__import__("annotationlib"), name)
    if name == "TypeForm":
        return _typing.Type
    if name in ("Sentinel", "sentinel"):
        return _Sentinel
    if name == "disjoint_base":
        return lambda cls: cls
    if name == "CapsuleType":
        return _Capsule
    if name == "NoExtraItems":
        return _no_extra_items
    return getattr(_typing, name)


class _Doc:
    def __init__(self, documentation, /):
        self.documentation = documentation


class _Sentinel:
    def __init__(self, name, repr=None):
        self._name = name

    def __repr__(self):
        return f"<{self._name}>"


class _Capsule:
    """What modules in C export; there are none."""


_no_extra_items = _Sentinel("typing_extensions.NoExtraItems")
