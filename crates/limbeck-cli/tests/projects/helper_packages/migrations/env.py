"""Runs with the helpers."""
import helpers
import models
from alembic import context
from sqlalchemy import create_engine

url = context.config.get_main_option("sqlalchemy.url")
options = {
    "target_metadata": models.Base.metadata, "render_item": helpers.render_item,
    "process_revision_directives": helpers.writer,
}
if context.is_offline_mode():
    context.configure(url=url, literal_binds=True, **options)
    with context.begin_transaction():
        context.run_migrations()
else:
    with create_engine(url).connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
