import sqlalchemy as sa

from alembic import op


def upgrade():
    op.add_column("t", sa.Column("c", sa.Boolean(create_constraint=True, name="ck_b")))
