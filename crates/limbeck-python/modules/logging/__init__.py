"""Python's logging with what migrations use of it, at a tenth of the cost to import.

Names that are not here come from the standard module, kept as _replaced_logging.
"""

import sys

from ._records import (
    CRITICAL, DEBUG, ERROR, FATAL, INFO, NOTSET, WARN, WARNING, FileHandler, Filter, Filterer,
    Formatter, Handler, LogRecord, NullHandler, StreamHandler, _checkLevel, _defaultFormatter,
    _handlers, addLevelName, getHandlerByName, getHandlerNames, getLevelName,
    getLevelNamesMapping, lastResort,
)

BASIC_FORMAT = "%(levelname)s:%(name)s:%(message)s"
raiseExceptions = True
logThreads = logMultiprocessing = logProcesses = logAsyncioTasks = True

_record_factory = LogRecord


def getLogRecordFactory():
    return _record_factory


def setLogRecordFactory(factory):
    global _record_factory
    _record_factory = factory


def makeLogRecord(values):
    record = _record_factory(None, None, "", 0, "", (), None, None)
    record.__dict__.update(values)
    return record


class PlaceHolder:
    """A name in the tree that has children and no logger yet."""

    def __init__(self, logger=None):
        self.loggerMap = {}


class Manager:
    def __init__(self, root):
        self.root = root
        self.disable = NOTSET
        self.loggerDict = {}
        self.loggerClass = None
        self.emittedNoHandlerWarning = False

    def getLogger(self, name):
        if not isinstance(name, str):
            raise TypeError("A logger name must be a string")
        logger = self.loggerDict.get(name)
        if logger is None or isinstance(logger, PlaceHolder):
            logger = (self.loggerClass or _logger_class)(name)
            logger.manager = self
            self.loggerDict[name] = logger
            self._place(logger)
        return logger

    def setLoggerClass(self, kind):
        self.loggerClass = kind

    def _place(self, logger):
        name = logger.name
        parent = self.root
        ancestor = name.rpartition(".")[0]
        while ancestor:
            known = self.loggerDict.setdefault(ancestor, PlaceHolder())
            if isinstance(known, Logger):
                parent = known
                break
            ancestor = ancestor.rpartition(".")[0]
        logger.parent = parent
        for other, child in self.loggerDict.items():
            if isinstance(child, Logger) and other.startswith(f"{name}."):
                if len(child.parent.name) < len(name) or child.parent is self.root:
                    child.parent = logger


class Logger(Filterer):
    manager = None
    root = None

    def __init__(self, name, level=NOTSET):
        super().__init__()
        self.name = name
        self.level = _checkLevel(level)
        self.parent = None
        self.propagate = True
        self.handlers = []
        self.disabled = False

    def setLevel(self, level):
        self.level = _checkLevel(level)

    def getEffectiveLevel(self):
        logger = self
        while logger:
            if logger.level:
                return logger.level
            logger = logger.parent
        return NOTSET

    def isEnabledFor(self, level):
        if self.disabled or self.manager.disable >= level:
            return False
        return level >= self.getEffectiveLevel()

    def getChild(self, suffix):
        return self.manager.getLogger(suffix if self is self.root else f"{self.name}.{suffix}")

    def getChildren(self):
        known = self.manager.loggerDict.values()
        return {one for one in known if isinstance(one, Logger) and one.parent is self}

    def debug(self, msg, *args, **kwargs):
        if self.isEnabledFor(DEBUG):
            self._log(DEBUG, msg, args, **kwargs)

    def info(self, msg, *args, **kwargs):
        if self.isEnabledFor(INFO):
            self._log(INFO, msg, args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        if self.isEnabledFor(WARNING):
            self._log(WARNING, msg, args, **kwargs)

    warn = warning

    def error(self, msg, *args, **kwargs):
        if self.isEnabledFor(ERROR):
            self._log(ERROR, msg, args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        self.error(msg, *args, exc_info=exc_info, **kwargs)

    def critical(self, msg, *args, **kwargs):
        if self.isEnabledFor(CRITICAL):
            self._log(CRITICAL, msg, args, **kwargs)

    fatal = critical

    def log(self, level, msg, *args, **kwargs):
        if not isinstance(level, int):
            raise TypeError("level must be an integer")
        if self.isEnabledFor(level):
            self._log(level, msg, args, **kwargs)

    def findCaller(self, stack_info=False, stacklevel=1):
        frame = sys._getframe(1)
        while frame.f_back is not None and frame.f_globals.get("__name__") == __name__:
            frame = frame.f_back
        for _ in range(stacklevel - 1):
            frame = frame.f_back or frame
        code = frame.f_code
        return code.co_filename, frame.f_lineno, code.co_name, None

    def makeRecord(
        self, name, level, fn, lno, msg, args, exc_info, func=None, extra=None, sinfo=None
    ):
        record = _record_factory(name, level, fn, lno, msg, args, exc_info, func, sinfo)
        for key, value in (extra or {}).items():
            if key in ("message", "asctime") or key in record.__dict__:
                raise KeyError(f"Attempt to overwrite {key!r} in LogRecord")
            record.__dict__[key] = value
        return record

    def _log(
        self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1
    ):
        file, line, function, stack = self.findCaller(stack_info, stacklevel)
        if exc_info:
            if isinstance(exc_info, BaseException):
                exc_info = (type(exc_info), exc_info, exc_info.__traceback__)
            elif not isinstance(exc_info, tuple):
                exc_info = sys.exc_info()
            if exc_info[1] is None:
                exc_info = None
        self.handle(
            self.makeRecord(
                self.name, level, file, line, msg, args, exc_info, function, extra, stack
            )
        )

    def handle(self, record):
        if self.disabled:
            return
        record = self.filter(record)
        if record:
            self.callHandlers(record)

    def _short_targets(self, level):
        """The handlers that a record of `level` reaches; None where one wants a whole record."""
        targets, logger = [], self
        while logger is not None:
            if type(logger) not in _PLAIN_LOGGERS:
                return None
            for handler in logger.handlers:
                formatter = handler.formatter
                if (
                    type(handler) is not StreamHandler or type(formatter) is not Formatter
                    or handler.filters or not formatter._is_short
                ):
                    return None
                if level >= handler.level:
                    targets.append(handler)
            logger = logger.parent if logger.propagate else None
        return targets

    def _tell(self, level, message):
        """As `log`, at a fraction of the cost where all that is wanted is a line of text."""
        if not self.isEnabledFor(level):
            return
        targets = None if self.filters else self._short_targets(level)
        if not targets or _record_factory is not LogRecord:
            self.log(level, message)
            return
        values = {
            "levelname": getLevelName(level), "levelno": level, "name": self.name,
            "message": message,
        }
        for handler in targets:
            try:
                handler.stream.write(handler.formatter._fmt % values + handler.terminator)
                handler.flush()
            except Exception:
                handler.handleError(_record_factory(self.name, level, "", 0, message, (), None))

    def addHandler(self, handler):
        if handler not in self.handlers:
            self.handlers.append(handler)

    def removeHandler(self, handler):
        if handler in self.handlers:
            self.handlers.remove(handler)

    def hasHandlers(self):
        return any(True for _ in self._reached())

    def _reached(self):
        logger = self
        while logger:
            yield from logger.handlers
            logger = logger.parent if logger.propagate else None

    def callHandlers(self, record):
        found = False
        for handler in self._reached():
            found = True
            if record.levelno >= handler.level:
                handler.handle(record)
        if not found and lastResort and record.levelno >= lastResort.level:
            lastResort.handle(record)

    def __repr__(self):
        return f"<{type(self).__name__} {self.name} ({getLevelName(self.getEffectiveLevel())})>"


class RootLogger(Logger):
    def __init__(self, level):
        super().__init__("root", level)


_logger_class = Logger
_PLAIN_LOGGERS = (Logger, RootLogger)


def getLoggerClass():
    return _logger_class


def setLoggerClass(kind):
    global _logger_class
    _logger_class = kind


root = RootLogger(WARNING)
Logger.root = root
Logger.manager = root.manager = Manager(root)


def getLogger(name=None):
    if not name or (isinstance(name, str) and name == "root"):
        return root
    return Logger.manager.getLogger(name)


_HOMES = {
    "logging._adapter": "LoggerAdapter",
    "logging._root": """
        basicConfig captureWarnings critical debug disable error exception fatal info log shutdown
        warn warning""",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name):
    if name[:2] == "__":
        raise AttributeError(f"module 'logging' has no attribute {name!r}")
    home = _HOME_OF.get(name)
    if home is None:
        import _replaced_logging

        return getattr(_replaced_logging, name)
    module = __import__(home, None, None, ("__name__",), 0)
    value = globals()[name] = getattr(module, name)
    return value
