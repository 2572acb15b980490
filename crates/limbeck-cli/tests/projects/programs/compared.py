"""What a database lacks of its models."""
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.migration import MigrationContext
engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
with engine.begin() as c:
    c.execute(sa.text("CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, x VARCHAR(5))"))
    c.execute(sa.text("CREATE TABLE gone (id INTEGER)"))
m = sa.MetaData()
sa.Table("a", m, sa.Column("id", sa.Integer, primary_key=True), sa.Column("x", sa.String(9), nullable=False), sa.Column("y", sa.Text, index=True))
sa.Table("b", m, sa.Column("id", sa.Integer, primary_key=True))
with engine.connect() as c:
    ctx = MigrationContext.configure(c, opts={"compare_type": True})
    for diff in compare_metadata(ctx, m):
        if isinstance(diff, list):
            print([(d[0], d[2], d[3]) for d in diff])
        else:
            print(diff[0], getattr(diff[1], "name", diff[1:3]))
    script = produce_migrations(ctx, m)
    print(render_python_code(script.upgrade_ops, sqlalchemy_module_prefix="db.", alembic_module_prefix="operation."))
    print(len(script.upgrade_ops.ops), script.upgrade_ops.is_empty(), [type(o).__name__ for o in script.upgrade_ops.ops])
    print([d[0] if isinstance(d, tuple) else d[0][0] for d in script.upgrade_ops.as_diffs()])
