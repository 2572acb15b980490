"""Directives as SQL for three databases."""
import io
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
buffer = io.StringIO()
for name in ("postgresql", "sqlite", "mysql"):
    context = MigrationContext.configure(dialect_name=name, opts={"as_sql": True, "output_buffer": buffer})
    op = Operations(context)
    op.create_table("x", sa.Column("id", sa.Integer, primary_key=True), sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now()))
    op.add_column("x", sa.Column("j", sa.JSON))
    op.execute("UPDATE x SET j = '{}'")
    op.create_unique_constraint("uq", "x", ["at"]) if name != "sqlite" else None
print(buffer.getvalue())
