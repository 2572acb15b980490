"""Documents for the parser as a whole, in the forms that its callers ask for.

The parser of the interpreter takes each piece for a document of its own, gives attributes as a
dict alone, and neither its errors nor those of handlers come through.
"""

import re
import sys

import pyexpat
from pyexpat import ExpatError, error, errors, model, version_info  # noqa: F401

sys.modules["xml.parsers.expat.model"] = model
sys.modules["xml.parsers.expat.errors"] = errors
EXPAT_VERSION = "expat_" + ".".join(map(str, version_info))
_HANDLERS = (
    "StartElementHandler EndElementHandler CharacterDataHandler EntityDeclHandler "
    "ProcessingInstructionHandler UnparsedEntityDeclHandler NotationDeclHandler "
    "StartNamespaceDeclHandler EndNamespaceDeclHandler CommentHandler StartCdataSectionHandler "
    "EndCdataSectionHandler DefaultHandler DefaultHandlerExpand NotStandaloneHandler "
    "ExternalEntityRefHandler StartDoctypeDeclHandler EndDoctypeDeclHandler XmlDeclHandler "
    "ElementDeclHandler AttlistDeclHandler SkippedEntityHandler"
).split()
_DECLARATION = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["'][^>]*\?>""")
_NO_ELEMENTS = 3


class XMLParserType:
    """What `ParserCreate()` gives."""

    buffer_text = namespace_prefixes = ordered_attributes = specified_attributes = False
    ErrorCode = ErrorByteIndex = CurrentByteIndex = CurrentColumnNumber = 0
    CurrentLineNumber = ErrorLineNumber = 1
    ErrorColumnNumber = 0

    def __init__(self, encoding=None, namespace_separator=None, intern=None):
        self._made = (encoding, namespace_separator)
        self._pieces = []
        self._failure = None
        self._depth = 0
        self._seen = False
        self._base = None
        self.intern = {} if intern is None else intern
        for name in _HANDLERS:
            setattr(self, name, None)

    def Parse(self, data, isfinal=False):
        if isinstance(data, str):
            self._made = ("utf-8", self._made[1])
            data = data.encode()
        self._pieces.append(bytes(data))
        if isfinal:
            self._parse(b"".join(self._pieces))
        return 1

    def ParseFile(self, file):
        return self.Parse(file.read(), True)

    def SetBase(self, base):
        self._base = base

    def GetBase(self):
        return self._base

    def SetParamEntityParsing(self, flag):
        return 1

    def UseForeignDTD(self, flag=True):
        pass

    def _parse(self, document):
        encoding, separator = self._made
        document = _in_utf8(document, encoding)
        inner = pyexpat.ParserCreate(None, separator)
        inner.StartElementHandler = self._guarded(self._start)
        inner.EndElementHandler = self._guarded(self._end)
        inner.CharacterDataHandler = self._guarded(self._text)
        inner.Parse(document, True)
        if self._failure is not None:
            raise self._failure
        if self._depth or not self._seen:
            raise self._incomplete(document)

    def _guarded(self, function):
        def call(*args):
            if self._failure is None:
                try:
                    function(*args)
                except BaseException as failure:
                    self._failure = failure

        return call

    def _start(self, name, attributes):
        self._seen = True
        self._depth += 1
        if self.StartElementHandler is not None:
            if self.ordered_attributes:
                attributes = [part for pair in attributes.items() for part in pair]
            self.StartElementHandler(name, attributes)

    def _end(self, name):
        self._depth -= 1
        if self.EndElementHandler is not None:
            self.EndElementHandler(name)

    def _text(self, text):
        if self.CharacterDataHandler is not None:
            self.CharacterDataHandler(text)

    def _incomplete(self, document):
        line = document.count(b"\n") + 1
        offset = len(document) - (document.rfind(b"\n") + 1)
        failure = ExpatError(f"no element found: line {line}, column {offset}")
        failure.code, failure.lineno, failure.offset = _NO_ELEMENTS, line, offset
        return failure


def _in_utf8(document, encoding):
    """The document without the declaration of another encoding."""
    declared = _DECLARATION.match(document)
    if declared is None:
        return document if encoding is None else document.decode(encoding).encode()
    rest = document[declared.end():]
    return rest.decode(encoding or declared[1].decode()).encode()


def ParserCreate(encoding=None, namespace_separator=None, intern=None):
    return XMLParserType(encoding, namespace_separator, intern)


def ErrorString(code):
    return "no element found" if code == _NO_ELEMENTS else None
