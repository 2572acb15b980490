import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("id", sa.Integer()),
        postgresql_inherits=("a", "B"),
        postgresql_with_oids=False,
    )
