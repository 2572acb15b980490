"""Compares metadata with a database, shows the operations as Python, runs some of them."""

import os

from alembic import context
from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.operations.ops import ModifyTableOps
from sqlalchemy import (
    Column, ForeignKey, Index, Integer, MetaData, String, Table, engine_from_config, pool,
)

first, second = MetaData(), MetaData()
Table(
    "person", first, Column("id", Integer, primary_key=True),
    Column("name", String(20), nullable=False), Column("old", Integer),
)
Table(
    "person", second, Column("id", Integer, primary_key=True),
    Column("name", String(50), server_default="x"), Column("email", String(30)),
    Index("ix_person_email", "email"),
)
Table(
    "pet", second, Column("id", Integer, primary_key=True),
    Column("owner", Integer, ForeignKey("person.id")), Index("ix_pet", "owner", unique=True),
)
wanted = {"first": first, "second": second}[os.environ.get("WANTED", "first")]


def bring(connection):
    migration_context = MigrationContext.configure(connection)
    migrations = produce_migrations(migration_context, wanted)
    print(render_python_code(migrations.upgrade_ops))
    print(render_python_code(
        migrations.downgrade_ops, sqlalchemy_module_prefix="sqlalchemy.",
        alembic_module_prefix="alembic.op.", render_as_batch=True,
        migration_context=migration_context,
    ))
    operations = Operations(migration_context)
    use_batch = connection.dialect.name == "sqlite"
    stack = [migrations.upgrade_ops]
    while stack:
        element = stack.pop(0)
        if use_batch and isinstance(element, ModifyTableOps):
            with operations.batch_alter_table(
                element.table_name, schema=element.schema
            ) as batch_operations:
                for table_element in element.ops:
                    batch_operations.invoke(table_element)
        elif hasattr(element, "ops"):
            stack.extend(element.ops)
        else:
            operations.invoke(element)


engine = engine_from_config(
    context.config.get_section(context.config.config_ini_section), prefix="sqlalchemy.",
    poolclass=pool.NullPool,
)
with engine.begin() as connection:
    bring(connection)
with engine.begin() as connection:
    migration_context = MigrationContext.configure(
        connection, opts={"include_object": lambda item, name, *rest: name != "pet"}
    )
    print("left:", compare_metadata(migration_context, wanted))
    dropped = compare_metadata(MigrationContext.configure(connection), MetaData())
    print("dropped:", sorted((what, item.name) for what, item in dropped))
