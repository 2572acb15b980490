import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("c0", sa.Integer()),
        sa.Column("c1", sa.SmallInteger()),
        sa.Column("c2", sa.BigInteger()),
        sa.Column("c3", sa.Numeric()),
        sa.Column("c4", sa.Numeric(10)),
        sa.Column("c5", sa.Numeric(10, 2)),
        sa.Column("c6", sa.Float()),
        sa.Column("c7", sa.Float(24)),
        sa.Column("c8", sa.Double()),
        sa.Column("c9", sa.Double(53)),
        sa.Column("c10", sa.DECIMAL(5, 1)),
        sa.Column("c11", sa.REAL()),
        sa.Column("c12", sa.DOUBLE_PRECISION()),
        sa.Column("c13", sa.FLOAT(3)),
        sa.Column("c14", sa.INT()),
        sa.Column("c15", sa.BIGINT()),
        sa.Column("c16", sa.SMALLINT()),
    )
