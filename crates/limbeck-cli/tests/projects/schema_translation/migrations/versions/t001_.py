"""tables of another schema than they name"""
import sqlalchemy as sa
from alembic import op

revision = "t001"
down_revision = None


def tried(title, function):
    try:
        print(title, function())
    except Exception as error:
        print(title, type(error).__name__, error)


def made(table, bind):
    table.create(bind)
    return bind.execute(sa.select(sa.func.count()).select_from(table)).scalar()


def upgrade():
    bind = op.get_bind()
    dialect = bind.dialect
    print(bind.default_isolation_level, dialect.type_compiler.process(sa.Numeric(5, 2)))
    print(dialect.type_compiler_instance.process(sa.DateTime(timezone=True)))
    op.execute("CREATE SCHEMA tenant")
    own = sa.Table("own", sa.MetaData(), sa.Column("id", sa.Integer))
    named = sa.Table("named", sa.MetaData(), sa.Column("id", sa.Integer), schema="per_tenant")
    with bind.engine.connect() as other:
        options = {"schema_translate_map": {"kept": "kept", None: "public"}}
        tried("nothing to translate", lambda: other.execution_options(**options).in_transaction())
    tried("of a statement", lambda: bind.execute(
        sa.text("SELECT 1"), execution_options={"schema_translate_map": {"per_tenant": "tenant"}}
    ).scalar())
    tried("by a name", lambda: made(
        named, bind.execution_options(schema_translate_map={"per_tenant": "tenant"})
    ))
    bind.execution_options(schema_translate_map={})
    tried("without a name", lambda: bind.execution_options(
        schema_translate_map={None: "tenant"}
    ).get_execution_options()["schema_translate_map"])
    op.execute("SET search_path TO tenant")
    tried("in the path", lambda: made(
        own, bind.execution_options(schema_translate_map={None: "tenant"})
    ))
    bind.execution_options(schema_translate_map={})
    op.execute("SET search_path TO public")


def downgrade():
    pass
