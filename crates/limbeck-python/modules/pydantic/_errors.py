"""What is wrong with an input, and the error that tells it as pydantic prints it."""

VERSION = "2.14"


class Failure(Exception):
    """One or more things wrong with a value, found on the way down."""

    def __init__(self, *lines):
        self.lines = list(lines)


def fail(kind, message, value, context=None):
    """A Failure about one value."""
    return Failure({"type": kind, "loc": (), "msg": message, "input": value,
                    **({"ctx": context} if context else {})})


def below(failure, place):
    """The lines of a failure, one step further down."""
    return [{**line, "loc": (place, *line["loc"])} for line in failure.lines]


def _shortened(text):
    return text if len(text) <= 50 else f"{text[:25]}...{text[-24:]}"


def _shown(value):
    try:
        text = repr(value)
    except Exception:
        text = f"<unprintable {type(value).__name__} object>"
    return _shortened(text)


class ValidationError(ValueError):
    """All that is wrong with the input of a model."""

    __module__ = "pydantic_core._pydantic_core"

    def __init__(self, title, lines, hide_input=False):
        super().__init__(title, lines)
        self.title = title
        self._lines = lines
        self._hide_input = hide_input

    @classmethod
    def from_exception_data(cls, title, line_errors, input_type="python", hide_input=False):
        lines = []
        for given in line_errors:
            context = given.get("ctx", {})
            kind = given["type"]
            message = getattr(kind, "message", lambda: str(kind))()
            lines.append({
                "type": getattr(kind, "type", kind), "loc": tuple(given.get("loc", ())),
                "msg": message, "input": given.get("input"), "ctx": context,
            })
        return cls(title, lines, hide_input)

    def error_count(self):
        return len(self._lines)

    def errors(self, *, include_url=True, include_context=True, include_input=True):
        found = []
        for line in self._lines:
            item = dict(line)
            if not include_context:
                item.pop("ctx", None)
            if not include_input:
                item.pop("input", None)
            if include_url and not line.get("custom"):
                item["url"] = f"https://errors.pydantic.dev/{VERSION}/v/{line['type']}"
            item.pop("custom", None)
            found.append(item)
        return found

    def json(self, *, indent=None, include_url=True, include_context=True, include_input=True):
        import json

        found = self.errors(include_url=include_url, include_context=include_context,
                            include_input=include_input)
        return json.dumps(found, indent=indent, default=str)

    def __str__(self):
        count = len(self._lines)
        text = f"{count} validation error{'' if count == 1 else 's'} for {self.title}"
        for line in self._lines:
            if line["loc"]:
                text += "\n" + ".".join(str(part) for part in line["loc"])
            text += f"\n  {line['msg']} [type={line['type']}"
            if not self._hide_input:
                kind = type(line["input"]).__name__
                text += f", input_value={_shown(line['input'])}, input_type={kind}"
            text += "]"
            if not line.get("custom"):
                text += (
                    f"\n    For further information visit https://errors.pydantic.dev/{VERSION}/v/"
                    f"{line['type']}"
                )
        return text

    __repr__ = __str__


class PydanticUserError(TypeError):
    def __init__(self, message, *, code=None):
        super().__init__(message)
        self.message = message
        self.code = code

    def __str__(self):
        if self.code is None:
            return self.message
        return (
            f"{self.message}\n\nFor further information visit "
            f"https://errors.pydantic.dev/{VERSION}/u/{self.code}"
        )


class PydanticUndefinedAnnotation(NameError):
    def __init__(self, name, message):
        super().__init__(message)
        self.name = name


class PydanticImportError(ImportError):
    pass


class PydanticSchemaGenerationError(PydanticUserError):
    def __init__(self, message):
        super().__init__(message, code="schema-for-unknown-type")


class PydanticCustomError(ValueError):
    """An error of a validator's own kind."""

    def __init__(self, error_type, message_template, context=None):
        super().__init__(message_template)
        self.type = error_type
        self.message_template = message_template
        self.context = context

    def message(self):
        text = self.message_template
        for key, value in (self.context or {}).items():
            text = text.replace("{" + key + "}", str(value))
        return text

    __str__ = message


class PydanticKnownError(PydanticCustomError):
    pass


class PydanticUseDefault(Exception):
    """A validator wants the field's default."""


class PydanticOmit(Exception):
    pass


class ValidationInfo:
    """What a validator may ask about the validation under way."""

    def __init__(self, field_name, data, context, config, mode="python"):
        self.field_name = field_name
        self.data = data
        self.context = context
        self.config = config
        self.mode = mode


def from_raised(error, value):
    """The Failure that a validator's own exception stands for."""
    if isinstance(error, Failure):
        return error
    if isinstance(error, ValidationError):
        return Failure(*error._lines)
    if isinstance(error, PydanticCustomError):
        return Failure({"type": error.type, "loc": (), "msg": error.message(), "input": value,
                        "ctx": error.context or {}, "custom": True})
    if isinstance(error, AssertionError):
        text = str(error)
        return fail("assertion_error", f"Assertion failed, {text}", value, {"error": error})
    return fail("value_error", f"Value error, {error}", value, {"error": error})
