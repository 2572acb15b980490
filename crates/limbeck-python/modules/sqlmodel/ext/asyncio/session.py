"""The asynchronous session."""

from sqlalchemy.ext.asyncio import AsyncSession as _AsyncSession


class AsyncSession(_AsyncSession):
    async def exec(self, statement, **kw):
        result = await self.execute(statement, **kw)
        raw = getattr(statement, "_raw_columns", None)
        return result.scalars() if raw is not None and len(raw) == 1 else result
