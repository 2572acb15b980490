"""what a dialect knows of its server, and copies of tables"""
import copy

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import CreateTable

revision = "c001"
down_revision = "b001"

metadata = sa.MetaData()
sa.Table("field", metadata, sa.Column("id", sa.Integer, primary_key=True))
sa.Table(
    "mapping",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Enum("flat", "rate", name="kind"), nullable=False),
    sa.Column("field_id", sa.ForeignKey("field.id", ondelete="CASCADE"), index=True),
    sa.UniqueConstraint("kind", "field_id", name="uq_mapping"),
)


def upgrade():
    bind = op.get_bind()
    if bind is not None:
        dialect = bind.dialect
        print(dialect.name, dialect.default_schema_name, dialect.server_version_info is None)
    print(type(bind) is type(op.get_context().connection), bind.engine.dialect.name)
    tables = copy.deepcopy(metadata.tables)
    tables["mapping"].constraints = set()
    for table in (*tables.values(), *metadata.tables.values()):
        print(str(CreateTable(table).compile(dialect=op.get_context().dialect)).strip())
