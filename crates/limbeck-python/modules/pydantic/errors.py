"""Errors of models that are written wrongly."""

from ._errors import (
    PydanticImportError,
    PydanticSchemaGenerationError,
    PydanticUndefinedAnnotation,
    PydanticUserError,
)
