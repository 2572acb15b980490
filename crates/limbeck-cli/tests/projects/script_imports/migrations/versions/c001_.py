"""what a dialect knows of its server"""
from alembic import op

revision = "c001"
down_revision = "b001"


def upgrade():
    bind = op.get_bind()
    if bind is not None:
        dialect = bind.dialect
        print(dialect.name, dialect.default_schema_name, dialect.server_version_info is None)
