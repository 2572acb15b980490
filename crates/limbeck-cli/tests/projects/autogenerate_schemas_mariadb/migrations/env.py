from logging.config import fileConfig

from alembic import context
from sqlalchemy import engine_from_config, pool

from models import metadata

def include_name(name, type_, parent_names):
    if type_ == "schema":
        return name in (None, "limbeck_shop")
    return not (type_ == "table" and parent_names["schema_qualified_table_name"] == "limbeck_shop.kept")


config = context.config
fileConfig(config.config_file_name)

connectable = engine_from_config(
    config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.",
    poolclass=pool.NullPool,
)
with connectable.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata, include_schemas=True, include_name=include_name,
    )
    with context.begin_transaction():
        context.run_migrations()
