import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op


def upgrade():
    op.add_column("t", sa.Column("c", postgresql.ARRAY(sa.Text()), server_default="{}"))
