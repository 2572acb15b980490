import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from alembic import op


def upgrade():
    op.alter_column("t", "a", existing_type=sa.DateTime, nullable=False)
    op.alter_column("t", "b", existing_type=mysql.DATETIME(fsp=6), type_=sa.DateTime)
    op.alter_column("t", "c", existing_type=sa.DateTime, type_=mysql.DATETIME(fsp=6))
