"""Directives without scripts."""
import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

engine = sa.create_engine("sqlite://")
with engine.connect() as connection:
    context = MigrationContext.configure(connection)
    op = Operations(context)
    with connection.begin():
        op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.String(20)))
        op.bulk_insert(sa.table("t", sa.column("id"), sa.column("n")), [{"id": 1, "n": "a"}, {"id": 2, "n": "b"}])
        with op.batch_alter_table("t") as batch:
            batch.alter_column("n", new_column_name="name", existing_type=sa.String(20))
            batch.add_column(sa.Column("age", sa.Integer, server_default="3"))
        op.create_index("ix", "t", ["name"])
        op.rename_table("t", "u")
    print(connection.execute(sa.text("SELECT * FROM u")).mappings().all())
    print(connection.execute(sa.text("SELECT sql FROM sqlite_master ORDER BY name")).scalars().all())
