import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("c0", sa.Boolean(create_constraint=True)),
        sa.Column("c1", sa.Boolean(create_constraint=True, name='ck_b')),
    )
