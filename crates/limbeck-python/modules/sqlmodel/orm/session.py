"""SQLModel's session: `exec` gives objects where one thing is selected."""

from sqlalchemy.orm.session import Session as _Session


class Session(_Session):
    def exec(self, statement, *, params=None, execution_options=None, bind_arguments=None, **kw):
        result = self.execute(statement, params, execution_options=execution_options)
        raw = getattr(statement, "_raw_columns", None)
        return result.scalars() if raw is not None and len(raw) == 1 else result
