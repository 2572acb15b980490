import os

from alembic import context
from sqlalchemy import create_engine, event

engine = create_engine("sqlite:///app.db")


@event.listens_for(engine, "connect")
def enforce(connection, record):
    connection.execute(f"PRAGMA foreign_keys={os.environ.get('KEYS', 'ON')}")


with engine.connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
