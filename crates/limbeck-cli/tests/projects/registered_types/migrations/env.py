"""Tells the dialect of the project's types."""
import models
from alembic import context
from sqlalchemy import create_engine

with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    names = connection.dialect.ischema_names
    if connection.dialect.name in ("mysql", "mariadb"):
        names.update({"linestring": models.Vector, "point": models.Spot})
    names["VECTOR" if connection.dialect.name == "sqlite" else "vector"] = models.Vector
    names["SPOT" if connection.dialect.name == "sqlite" else "spot"] = models.Spot
    context.configure(connection=connection, target_metadata=models.metadata)
    with context.begin_transaction():
        context.run_migrations()
