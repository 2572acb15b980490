import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("c0", postgresql.JSONB()),
        sa.Column("c1", postgresql.JSON()),
        sa.Column("c2", postgresql.UUID()),
        sa.Column("c3", postgresql.UUID(as_uuid=False)),
        sa.Column("c4", postgresql.TIMESTAMP(precision=3)),
        sa.Column("c5", postgresql.TIMESTAMP(True, 0)),
        sa.Column("c6", postgresql.TIME(True, 3)),
        sa.Column("c7", postgresql.DOUBLE_PRECISION()),
        sa.Column("c8", postgresql.VARCHAR(3)),
    )
