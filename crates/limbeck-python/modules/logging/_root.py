"""Functions that speak to the root logger."""

from . import BASIC_FORMAT, getLogger, root
from ._records import CRITICAL, FileHandler, Formatter, StreamHandler, _checkLevel

# Whoever asks which line logs looks past the frames of this module's name.
__name__ = "logging"


def basicConfig(
    *,
    filename=None,
    filemode="a",
    format=None,
    datefmt=None,
    style="%",
    level=None,
    stream=None,
    handlers=None,
    force=False,
    encoding=None,
    errors="backslashreplace",
):
    if force:
        for handler in root.handlers[:]:
            root.removeHandler(handler)
            handler.close()
    if root.handlers:
        return
    if handlers is None:
        if filename:
            handlers = [FileHandler(filename, filemode, encoding=encoding, errors=errors)]
        else:
            handlers = [StreamHandler(stream)]
    elif filename or stream:
        raise ValueError("'stream' or 'filename' should not be specified together with 'handlers'")
    shapes = {"%": BASIC_FORMAT, "{": "{levelname}:{name}:{message}"}
    shapes["$"] = "${levelname}:${name}:${message}"
    formatter = Formatter(format or shapes[style], datefmt, style)
    for handler in handlers:
        if handler.formatter is None:
            handler.setFormatter(formatter)
        root.addHandler(handler)
    if level is not None:
        root.setLevel(level)


def _on_root(name):
    def log(msg, *args, **kwargs):
        if not root.handlers:
            basicConfig()
        getattr(root, name)(msg, *args, **kwargs)

    log.__name__ = name
    return log


debug = _on_root("debug")
info = _on_root("info")
warning = warn = _on_root("warning")
error = _on_root("error")
exception = _on_root("exception")
critical = fatal = _on_root("critical")


def log(level, msg, *args, **kwargs):
    if not root.handlers:
        basicConfig()
    root.log(level, msg, *args, **kwargs)


def disable(level=CRITICAL):
    root.manager.disable = _checkLevel(level)


def captureWarnings(capture):
    import warnings

    if not capture:
        return
    logger = getLogger("py.warnings")

    def show(message, category, filename, lineno, file=None, line=None):
        logger.warning("%s", warnings.formatwarning(message, category, filename, lineno, line))

    warnings.showwarning = show


def shutdown(handlerList=None):
    for handler in root.handlers:
        handler.flush()
