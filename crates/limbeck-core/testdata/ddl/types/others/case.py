import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("c0", sa.Boolean()),
        sa.Column("c1", sa.LargeBinary()),
        sa.Column("c2", sa.LargeBinary(9)),
        sa.Column("c3", sa.JSON()),
        sa.Column("c4", sa.Uuid()),
        sa.Column("c5", sa.Uuid(native_uuid=False)),
        sa.Column("c6", sa.UUID()),
        sa.Column("c7", sa.BLOB()),
        sa.Column("c8", sa.BINARY(3)),
        sa.Column("c9", sa.VARBINARY(3)),
        sa.Column("c10", sa.BOOLEAN()),
    )
