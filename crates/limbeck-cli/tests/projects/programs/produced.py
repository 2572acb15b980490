"""The Python of a table that a database has."""
import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext

engine = sa.create_engine("sqlite:///produced.db")
with engine.begin() as connection:
    connection.execute(
        sa.text(
            "CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, "
            "born DATE DEFAULT CURRENT_DATE)"
        )
    )
    connection.execute(sa.text("CREATE INDEX ix_born ON account (born)"))
metadata = sa.MetaData()
metadata.reflect(engine, only=["account"])
with engine.connect() as connection:
    context = MigrationContext.configure(connection)
    print(produce_migrations(context, metadata).upgrade_ops.is_empty())
    script = produce_migrations(context, sa.MetaData())
    print(render_python_code(script.downgrade_ops))
    print(render_python_code(script.upgrade_ops))
