import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("c0", sa.Date()),
        sa.Column("c1", sa.DateTime()),
        sa.Column("c2", sa.DateTime(timezone=True)),
        sa.Column("c3", sa.Time()),
        sa.Column("c4", sa.Time(timezone=True)),
        sa.Column("c5", sa.Interval()),
        sa.Column("c6", sa.Interval(native=False)),
        sa.Column("c7", sa.Interval(second_precision=3)),
        sa.Column("c8", sa.TIMESTAMP()),
        sa.Column("c9", sa.TIMESTAMP(timezone=True)),
        sa.Column("c10", sa.DATETIME()),
        sa.Column("c11", sa.DATE()),
        sa.Column("c12", sa.TIME()),
    )
