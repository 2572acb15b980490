from alembic import context
from sqlalchemy import engine_from_config, pool, text

from models import metadata


def include_name(name, type_, parent_names):
    with open("asked", "a") as asked:
        print(type_, name, sorted(parent_names.items(), key=str), file=asked)
    return name != "aside"


config = context.config
connectable = engine_from_config(
    config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.",
    poolclass=pool.NullPool,
)
with connectable.connect() as connection:
    connection.execute(text("SET ROLE pg_monitor"))
    connection.commit()
    context.configure(
        connection=connection, target_metadata=metadata, include_schemas=True,
        include_name=include_name, compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()
