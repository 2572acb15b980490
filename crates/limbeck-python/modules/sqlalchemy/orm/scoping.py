"""One session for all who ask; a run has one thread."""

from ..util.langhelpers import Subscripted


class scoped_session(Subscripted):
    """Gives its session's methods and attributes as its own."""

    def __init__(self, session_factory, scopefunc=None):
        self.session_factory = session_factory
        self._session = None

    def __call__(self, **kw):
        if self._session is None:
            self._session = self.session_factory(**kw)
        return self._session

    @property
    def registry(self):
        return self

    def remove(self):
        if self._session is not None:
            self._session.close()
            self._session = None

    def configure(self, **kw):
        self.session_factory.configure(**kw)

    def query_property(self, query_cls=None):
        return _QueryProperty(self, query_cls)

    def __getattr__(self, name):
        return getattr(self(), name)

    def __contains__(self, instance):
        return instance in self()

    def __iter__(self):
        return iter(self())

    def __enter__(self):
        return self()

    def __exit__(self, *failure):
        self.remove()
        return False


class _QueryProperty:
    def __init__(self, scoped, query_cls):
        self.scoped = scoped
        self.query_cls = query_cls

    def __get__(self, instance, owner):
        if getattr(owner, "__mapper__", None) is None:
            return None
        if self.query_cls is not None:
            return self.query_cls((owner,), self.scoped())
        return self.scoped().query(owner)
