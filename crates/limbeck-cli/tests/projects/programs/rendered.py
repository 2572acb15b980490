"""Operations as Python, and carried out."""
from alembic.autogenerate import api, render
from alembic.operations import ops
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext
import sqlalchemy as sa
from alembic.autogenerate import render_python_code
up = ops.UpgradeOps(ops=[
    ops.CreateTableOp("organization", [sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(50), nullable=False)]),
    ops.AddColumnOp("user", sa.Column("organization_id", sa.Integer())),
    ops.CreateForeignKeyOp("org_fk", "user", "organization", ["organization_id"], ["id"]),
    ops.ModifyTableOps("u", [ops.AlterColumnOp("u", "c", modify_nullable=False, existing_type=sa.Integer())]),
    ops.ExecuteSQLOp("SELECT 1"),
    ops.DropTableOp("old"),
])
print(render_python_code(up))
print(render_python_code(up, render_as_batch=True))
from alembic.operations import Operations
engine = sa.create_engine("sqlite://")
with engine.connect() as c:
    c.execute(sa.text("CREATE TABLE user (id INTEGER)"))
    c.execute(sa.text("CREATE TABLE old (id INTEGER)"))
    op = Operations(MigrationContext.configure(c))
    for o in up.ops[:2]:
        op.invoke(o)
    op.invoke(up.ops[-1])
    print(sa.inspect(c).get_table_names())
