"""`BaseSettings` as it was when pydantic itself had it: projects that pin pydantic 1 import it."""

from pydantic.fields import AliasChoices

from .main import BaseSettings as _BaseSettings


class BaseSettings(_BaseSettings):
    """Settings whose fields may name their variables by `Field(env=..)`."""

    model_config = {"extra": "ignore", "populate_by_name": True}

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs):
        for field in cls.__pydantic_fields__.values():
            names = field._extra.get("env")
            if names is not None and field.validation_alias is None:
                names = [names] if isinstance(names, str) else list(names)
                field.validation_alias = AliasChoices(*names)
