import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", type_=sa.Text(), existing_type=sa.String(5), existing_nullable=False, existing_server_default=sa.text("'x'"), existing_comment="c")
