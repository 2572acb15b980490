import os

import models
from alembic import context
from sqlalchemy import engine_from_config, pool

metadata, names = models.CASES[os.environ.get("CASE", "gone")]
connectable = engine_from_config(
    context.config.get_section(context.config.config_ini_section, {}), prefix="sqlalchemy.",
    poolclass=pool.NullPool,
)
with connectable.connect() as connection:
    context.configure(
        connection=connection, target_metadata=metadata, compare_server_default=True,
        include_name=lambda name, kind, parents: kind != "table" or name in names,
    )
    with context.begin_transaction():
        context.run_migrations()
