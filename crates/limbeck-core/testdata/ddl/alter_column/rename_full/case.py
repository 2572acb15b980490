import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", new_column_name="d", existing_type=sa.Integer(), existing_nullable=False, existing_server_default="5", existing_comment="it")
