"""What a translated template calls: its buffers, its context, its filters."""

import builtins as _mako_builtins

_mako_buffers = [[]]
_mako_loops = []
_mako_context = {}


class _mako_Undefined:
    def __str__(self):
        raise NameError("Undefined")

    def __bool__(self):
        return False


UNDEFINED = _mako_Undefined()
STOP_RENDERING = ""


def _mako_write(text):
    if not isinstance(text, str):
        raise TypeError(f"expected str instance, {type(text).__name__} found")
    _mako_buffers[-1].append(text)


def _mako_push():
    _mako_buffers.append([])


def _mako_pop():
    return "".join(_mako_buffers.pop())


class _mako_Context:
    write = staticmethod(_mako_write)

    def get(self, key, default=None):
        return _mako_context.get(key, getattr(_mako_builtins, key, default))

    def __getitem__(self, key):
        if key in _mako_context:
            return _mako_context[key]
        try:
            return getattr(_mako_builtins, key)
        except AttributeError:
            raise KeyError(key) from None

    def __contains__(self, key):
        return key in _mako_context or hasattr(_mako_builtins, key)

    def keys(self):
        return list(_mako_context)

    @property
    def kwargs(self):
        return dict(_mako_context)


context = _mako_Context()


def capture(function, *args, **kwargs):
    if not callable(function):
        raise TypeError("capture() expects a callable as its first argument")
    _mako_push()
    try:
        function(*args, **kwargs)
    finally:
        text = _mako_pop()
    return text


class _mako_Namespace:
    def __getattr__(self, name):
        try:
            return _mako_functions[name]
        except KeyError:
            raise AttributeError(f"Namespace has no member '{name}'") from None


self = local = _mako_Namespace()


class _mako_Loop:
    def __init__(self, iterable):
        self._iterable = iterable
        self.index = 0
        self.parent = _mako_loops[-1] if _mako_loops else None

    def __iter__(self):
        for item in self._iterable:
            yield item
            self.index += 1

    def __len__(self):
        return len(self._iterable)

    @property
    def reverse_index(self):
        return len(self) - self.index - 1

    @property
    def first(self):
        return self.index == 0

    @property
    def last(self):
        return self.index == len(self) - 1

    @property
    def odd(self):
        return self.index % 2 == 1

    @property
    def even(self):
        return not self.odd

    def cycle(self, *values):
        if not values:
            raise ValueError("You must provide values to cycle through")
        return values[self.index % len(values)]


def _mako_enter(iterable):
    loop = _mako_Loop(iterable)
    _mako_loops.append(loop)
    return loop


def _mako_exit():
    _mako_loops.pop()
    return _mako_loops[-1] if _mako_loops else UNDEFINED


def _mako_html(value):
    return (
        str(value)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;")
        .replace('"', "&#34;")
    )


def _mako_url(value):
    from urllib.parse import quote_plus

    return quote_plus(value.encode("utf-8"))


def _mako_trim(value):
    return value.strip()


def _mako_entity(value):
    from html.entities import codepoint2name

    names = {code: f"&{name};" for code, name in codepoint2name.items()}
    return str(value).translate(names)


class _mako_Decode:
    def __getattr__(self, encoding):
        def decode(value):
            return str(value, encoding) if isinstance(value, bytes) else str(value)

        return decode


_mako_decode = _mako_Decode()


def _mako_comma(value):
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return ", ".join(value)


def _mako_date(*parts, offset):
    import datetime

    if offset is None:
        return datetime.datetime(*parts)
    zone = datetime.timezone(datetime.timedelta(seconds=offset))
    return datetime.datetime(*parts, tzinfo=zone)


def _mako_add(name, value):
    _mako_context[str(name)] = value


def render():
    for name in _mako_names:
        if name in _mako_declared:
            continue
        if name in _mako_context:
            globals()[name] = _mako_context[name]
        elif not hasattr(_mako_builtins, name):
            globals()[name] = UNDEFINED
    _mako_body()
    return _mako_pop()
