import sqlalchemy as sa

from alembic import op


def upgrade():
    op.add_column("t", sa.Column("c", sa.Uuid(), server_default=sa.text("gen_random_uuid()")))
