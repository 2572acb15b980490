import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("id", sa.Integer()),
        postgresql_inherits="parent",
        postgresql_partition_by="RANGE (id)",
        postgresql_with={"fillfactor": 70, "x": True},
        postgresql_using="heap",
        postgresql_on_commit="PRESERVE ROWS",
        postgresql_tablespace="Fast",
    )
