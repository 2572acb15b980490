import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", type_=sa.Integer(), existing_type=sa.Boolean(create_constraint=True, name="ck_b"))
