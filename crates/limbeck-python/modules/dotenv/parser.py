"""The lines of a `.env` file, read without regular expressions, which would cost more."""

_BLANKS = frozenset(" \t\f\v\x1c\x1d\x1e\x1f\x85\xa0")
_ESCAPES = {
    "\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r",
    "t": "\t", "v": "\v",
}


class Binding:
    """A name and its value, None where there is none; or a line that says nothing."""

    __slots__ = ("key", "value", "text", "line", "error")

    def __init__(self, key, value, text, line, error=False):
        self.key = key
        self.value = value
        self.text = text
        self.line = line
        self.error = error


class _Wrong(Exception):
    pass


class _Reader:
    def __init__(self, text):
        self.text = text
        self.at = 0

    def peek(self):
        return self.text[self.at : self.at + 1]

    def while_in(self, wanted):
        start = self.at
        while self.at < len(self.text) and wanted(self.text[self.at]):
            self.at += 1
        return self.text[start : self.at]

    def blanks(self):
        return self.while_in(_is_blank)

    def rest_of_line(self):
        return self.while_in(lambda letter: letter not in "\r\n")

    def newline(self):
        if self.text.startswith("\r\n", self.at):
            self.at += 2
        elif self.peek() in ("\n", "\r") and self.peek():
            self.at += 1


def _is_blank(letter):
    return letter in _BLANKS or letter.isspace() and letter not in "\r\n"


def bindings(text):
    """The bindings of a text, in order; their texts together are the whole of it."""
    reader = _Reader(text.removeprefix("\ufeff"))
    line = 1
    while reader.at < len(reader.text):
        start = reader.at
        key = value = None
        error = False
        try:
            key, value = _binding(reader)
        except _Wrong:
            reader.rest_of_line()
            reader.newline()
            key, value, error = None, None, True
        taken = reader.text[start : reader.at]
        yield Binding(key, value, taken, line, error)
        line += taken.replace("\r\n", "\n").replace("\r", "\n").count("\n")


def _binding(reader):
    reader.while_in(str.isspace)
    if reader.at >= len(reader.text):
        return None, None
    before = reader.at
    if reader.text.startswith("export", before):
        reader.at += 6
        if not reader.blanks():
            reader.at = before
    key = _key(reader)
    reader.blanks()
    value = None
    if reader.peek() == "=":
        reader.at += 1
        space = reader.blanks()
        value = "" if space and reader.peek() == "#" else _value(reader)
    before = reader.at
    reader.blanks()
    if reader.peek() == "#":
        reader.rest_of_line()
    else:
        reader.at = before
    reader.blanks()
    if reader.at < len(reader.text) and reader.peek() not in ("\n", "\r"):
        raise _Wrong
    reader.newline()
    return key, value


def _key(reader):
    if reader.peek() == "#":
        return None
    if reader.peek() == "'":
        end = reader.text.find("'", reader.at + 1)
        if end <= reader.at + 1:
            raise _Wrong
        key = reader.text[reader.at + 1 : end]
        reader.at = end + 1
        return key
    key = reader.while_in(lambda letter: letter not in "=#" and not letter.isspace())
    if not key:
        raise _Wrong
    return key


def _value(reader):
    quote = reader.peek()
    if quote in ("'", '"') and quote:
        return _quoted(reader, quote)
    if quote in ("", "\n", "\r"):
        return ""
    part = reader.rest_of_line()
    for at, letter in enumerate(part):
        if letter == "#" and at and part[at - 1].isspace():
            part = part[:at]
            break
    return part.rstrip()


def _quoted(reader, quote):
    at = reader.at + 1
    found = []
    text = reader.text
    while at < len(text):
        letter = text[at]
        if letter == "\\" and at + 1 < len(text):
            following = text[at + 1]
            known = following in _ESCAPES if quote == '"' else following in "\\'"
            found.append(_ESCAPES[following] if known else letter + following)
            at += 2
        elif letter == quote:
            reader.at = at + 1
            return "".join(found)
        else:
            found.append(letter)
            at += 1
    raise _Wrong


def resolved(values, override, environment):
    """The values with each `${NAME}` and `${NAME:-default}` filled in."""
    made = {}
    for name, value in values:
        if value is not None and "${" in value:
            if override:
                scope = {**environment, **made}
            else:
                scope = {**made, **environment}
            value = _filled(value, scope)
        made[name] = value
    return made


def _filled(text, scope):
    found, at = [], 0
    while True:
        start = text.find("${", at)
        if start < 0:
            break
        end = text.find("}", start + 2)
        if end < 0:
            break
        name, colon, default = text[start + 2 : end].partition(":")
        if colon and not default.startswith("-"):
            found.append(text[at : start + 2])
            at = start + 2
            continue
        value = scope.get(name, default[1:])
        found.append(text[at:start])
        found.append("" if value is None else value)
        at = end + 1
    found.append(text[at:])
    return "".join(found)
