import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", type_=sa.Boolean(create_constraint=True, name="ck_b"), existing_type=sa.Integer())
