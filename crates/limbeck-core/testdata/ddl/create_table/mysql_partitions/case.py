import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("id", sa.Integer()),
        mysql_partitions="4",
        mysql_partition_by="HASH(id)",
        mysql_collate="utf8mb4_bin",
        mysql_character_set="utf8mb4",
    )
