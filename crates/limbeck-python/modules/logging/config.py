"""fileConfig and dictConfig; the ini file is read by Rust."""

import logging
import sys

import _limbeck


class _Section:
    """A section with Python's %(name)s interpolation over it and the defaults."""

    def __init__(self, name, values, defaults):
        self.name = name
        self.values = values
        self.defaults = defaults

    def __contains__(self, key):
        return key in self.values or key in self.defaults

    def __getitem__(self, key):
        return self.fill(self.raw(key))

    def raw(self, key):
        return self.values[key] if key in self.values else self.defaults[key]

    def get(self, key, fallback=None, raw=False):
        if key not in self:
            return fallback
        return self.raw(key) if raw else self[key]

    def fill(self, text, depth=0):
        if "%" not in text:
            return text
        parts = []
        while text:
            before, sign, text = text.partition("%")
            parts.append(before)
            if not sign:
                break
            if text.startswith("%"):
                parts.append("%")
                text = text[1:]
                continue
            key, closed, rest = text.partition(")s")
            if not closed or not key.startswith("(") or depth > 10:
                raise ValueError(f"invalid interpolation syntax in section {self.name!r}: %{text}")
            parts.append(self.fill(self.raw(key[1:].lower()), depth + 1))
            text = rest
        return "".join(parts)


def _read(source, defaults, encoding):
    defaults = {key.lower(): str(value) for key, value in (defaults or {}).items()}
    if hasattr(source, "sections") and hasattr(source, "items"):
        sections = {name: dict(source.items(name, raw=True)) for name in source.sections()}
    else:
        if hasattr(source, "read"):
            text = source.read()
        else:
            try:
                with open(source, encoding=encoding or "utf-8") as file:
                    text = file.read()
            except FileNotFoundError:
                raise FileNotFoundError(f"{source} doesn't exist") from None
        try:
            sections = _limbeck.parse_ini(text)
        except ValueError as error:
            raise RuntimeError(f"{source} is invalid: {error}") from None
    defaults |= sections.pop("DEFAULT", {})
    return {name: _Section(name, values, defaults) for name, values in sections.items()}


def _names(text):
    return [name.strip() for name in text.split(",") if name.strip()]


def _resolve(name):
    package, *rest = name.split(".")
    found = __import__(package)
    path = package
    for part in rest:
        path += f".{part}"
        if not hasattr(found, part):
            __import__(path)
        found = getattr(found, part)
    return found


def _evaluate(text):
    if text == "(sys.stderr,)":
        return (sys.stderr,)
    if text == "(sys.stdout,)":
        return (sys.stdout,)
    if text in ("()", ""):
        return ()
    return eval(text, vars(logging))


def _class(name):
    found = vars(logging).get(name)
    if found is not None:
        return found
    try:
        return eval(name, vars(logging))
    except (AttributeError, NameError):
        return _resolve(name)


def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    sections = _read(fname, defaults, encoding)
    formatters = {}
    for name in _names(sections["formatters"]["keys"]):
        section = sections[f"formatter_{name}"]
        kind = section.get("class")
        kind = _resolve(kind) if kind else logging.Formatter
        formatters[name] = kind(
            section.get("format", raw=True),
            section.get("datefmt", raw=True),
            section.get("style", "%", raw=True),
        )
    logging._handlers.clear()
    handlers = {}
    for name in _names(sections["handlers"]["keys"]):
        section = sections[f"handler_{name}"]
        kind = _class(section["class"])
        args = _evaluate(section.get("args", "()"))
        kwargs = eval(section.get("kwargs", "{}"), vars(logging))
        handler = handlers[name] = kind(*args, **kwargs)
        handler.name = name
        if section.get("level"):
            handler.setLevel(section["level"])
        if section.get("formatter"):
            handler.setFormatter(formatters[section["formatter"]])
        target = section.get("target")
        if target and hasattr(handler, "setTarget"):
            handler.setTarget(handlers[target])
    _file_loggers(sections, handlers, disable_existing_loggers)


def _file_loggers(sections, handlers, disable_existing):
    names = _names(sections["loggers"]["keys"])
    names.remove("root")
    _set_logger(logging.root, sections["logger_root"], handlers)
    configured = set()
    existing = _existing()
    for name in names:
        section = sections[f"logger_{name}"]
        logger = logging.getLogger(section["qualname"])
        configured.add(logger.name)
        logger.propagate = int(section.get("propagate", "1"))
        logger.disabled = 0
        _set_logger(logger, section, handlers)
    _disable(existing, configured, disable_existing)


def _set_logger(logger, section, handlers):
    if "level" in section:
        logger.setLevel(section["level"])
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
    for name in _names(section.get("handlers", "")):
        logger.addHandler(handlers[name])


def _existing():
    known = logging.root.manager.loggerDict
    return [name for name, logger in known.items() if isinstance(logger, logging.Logger)]


def _disable(existing, configured, disable):
    for name in existing:
        if name in configured:
            continue
        logger = logging.getLogger(name)
        if any(name.startswith(f"{parent}.") for parent in configured):
            logger.level = logging.NOTSET
            logger.handlers = []
            logger.propagate = True
        else:
            logger.disabled = disable


def _configured(spec, make):
    """An object that a dictConfig entry describes by "()" or a class."""
    spec = {key: _external(value) for key, value in spec.items()}
    attributes = spec.pop(".", None)
    made = make(spec)
    for key, value in (attributes or {}).items():
        setattr(made, key, value)
    return made


def _external(value):
    if isinstance(value, str) and value.startswith("ext://"):
        return _resolve(value[len("ext://") :])
    return value


def _factory(spec):
    factory = spec.pop("()")
    return factory if callable(factory) else _resolve(factory)


def _make_formatter(spec):
    if "()" in spec:
        return _factory(spec)(**spec)
    kind = _resolve(spec["class"]) if "class" in spec else logging.Formatter
    return kind(
        spec.get("format"), spec.get("datefmt"), spec.get("style", "%"), **_defaults(spec)
    )


def _defaults(spec):
    return {"defaults": spec["defaults"]} if "defaults" in spec else {}


def _make_filter(spec):
    return _factory(spec)(**spec) if "()" in spec else logging.Filter(spec.get("name", ""))


def dictConfig(config):
    if config.get("version") != 1:
        raise ValueError(f"Unsupported version: {config.get('version')}")
    handlers = {}
    loggers = config.get("loggers", {})
    if not config.get("incremental", False):
        existing = _existing()
        made = {
            kind: {name: _configured(spec, make) for name, spec in config.get(kind, {}).items()}
            for kind, make in (("formatters", _make_formatter), ("filters", _make_filter))
        }
        for name, spec in config.get("handlers", {}).items():
            try:
                handlers[name] = _configured(spec, lambda spec: _make_handler(spec, made))
            except Exception as error:
                raise ValueError(f"Unable to configure handler {name!r}") from error
            handlers[name].name = name
        _disable(existing, set(loggers), config.get("disable_existing_loggers", True))
        for name, spec in loggers.items():
            logger = logging.getLogger(name)
            logger.disabled = False
            if "propagate" in spec:
                logger.propagate = spec["propagate"]
            _dict_logger(logger, spec, handlers, made["filters"])
        if "root" in config:
            _dict_logger(logging.root, config["root"], handlers, made["filters"])
        return
    for name, spec in config.get("handlers", {}).items():
        logging._handlers[name].setLevel(spec["level"])
    for name, spec in loggers.items():
        logging.getLogger(name).setLevel(spec["level"])
    if "level" in config.get("root", {}):
        logging.root.setLevel(config["root"]["level"])


def _make_handler(spec, made):
    formatter = spec.pop("formatter", None)
    level = spec.pop("level", None)
    filters = spec.pop("filters", ())
    if "()" in spec:
        handler = _factory(spec)(**spec)
    else:
        kind = spec.pop("class")
        kind = kind if isinstance(kind, type) else _resolve(kind)
        handler = kind(**spec)
    if formatter:
        handler.setFormatter(made["formatters"][formatter])
    if level is not None:
        handler.setLevel(level)
    for name in filters:
        handler.addFilter(made["filters"][name] if isinstance(name, str) else name)
    return handler


def _dict_logger(logger, spec, handlers, filters):
    if spec.get("level") is not None:
        logger.setLevel(spec["level"])
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
    for name in spec.get("handlers", ()):
        logger.addHandler(handlers[name])
    for name in spec.get("filters", ()):
        logger.addFilter(filters[name] if isinstance(name, str) else name)
