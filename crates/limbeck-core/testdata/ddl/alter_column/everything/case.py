import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", nullable=False, type_=sa.BigInteger(), server_default="5", new_column_name="d", comment="x", existing_type=sa.Integer())
