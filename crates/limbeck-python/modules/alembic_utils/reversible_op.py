"""The operations of `create_entity`, `replace_entity` and `drop_entity`."""

from .replaceable_entity import CreateOp, DropOp, ReplaceOp, RevertOp  # noqa: F401
