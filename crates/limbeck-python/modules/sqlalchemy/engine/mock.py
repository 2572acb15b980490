"""An engine that only hands statements to a function."""

from .url import make_url


class MockConnection:
    _is_offline = True

    def __init__(self, dialect, execute):
        self._dialect = dialect
        self.execute = self.execute_ddl = execute

    engine = property(lambda self: self)
    dialect = property(lambda self: self._dialect)
    name = property(lambda self: self._dialect.name)

    def connect(self, **kwargs):
        return self

    def schema_for_object(self, obj):
        return obj.schema

    def execution_options(self, **kw):
        return self

    def _invoke_operation(self, operation):
        import _limbeck

        from ..sql._compiled import dialect_wire
        from ..sql.elements import TextClause

        payload = {"operation": operation, "dialect": dialect_wire(self._dialect)}
        for sql in _limbeck.call("compile.operation", payload)["statements"]:
            self.execute(TextClause(sql))


def create_mock_engine(url, executor, **kw):
    dialect = make_url(url).get_dialect()()
    return MockConnection(dialect, executor)
