"""The Python of tables that a database has."""
import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext

engine = sa.create_engine("sqlite:///p2.db")
with engine.begin() as connection:
    connection.execute(sa.text("CREATE TABLE organization (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)"))
    connection.execute(sa.text("CREATE TABLE user_account (id INTEGER PRIMARY KEY, org INTEGER REFERENCES organization(id), born DATE DEFAULT CURRENT_DATE)"))
    connection.execute(sa.text("CREATE INDEX ix_born ON user_account (born)"))
metadata = sa.MetaData()
metadata.reflect(engine, only=["organization", "user_account"])
with engine.connect() as connection:
    context = MigrationContext.configure(connection)
    empty = sa.MetaData()
    script = produce_migrations(context, empty)
    print(render_python_code(script.downgrade_ops))
    print(render_python_code(script.upgrade_ops))
