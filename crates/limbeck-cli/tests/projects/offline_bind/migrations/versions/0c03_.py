"""Uses SQLModel's types as its generated scripts do."""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0c03"
down_revision = "0a01"


def upgrade():
    op.add_column("task", sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
