"""Every type that is read without the interpreter, in each of its spellings."""

from typing import Sequence, Union

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "a1"
down_revision: Union[str, Sequence[str], None] = None
LENGTH = 40


def upgrade() -> None:
    """Adds columns."""
    op.create_table(
        "generic",
        sa.Column("a", sa.Integer),
        sa.Column("b", sa.SmallInteger()),
        sa.Column("c", sa.BigInteger(), nullable=False),
        sa.Column("d", sa.Date()),
        sa.Column("e", sa.String),
        sa.Column("f", sa.String(20)),
        sa.Column("g", sa.String(length=LENGTH)),
        sa.Column("h", sa.String(20, collation="C")),
        sa.Column("i", sa.Text()),
        sa.Column("j", sa.Unicode(length=9)),
        sa.Column("k", sa.UnicodeText()),
        sa.Column("l", sa.Numeric()),
        sa.Column("m", sa.Numeric(10, 2)),
        sa.Column("n", sa.Numeric(precision=10, scale=2)),
        sa.Column("o", sa.Float()),
        sa.Column("p", sa.Float(precision=53)),
        sa.Column("q", sa.Double()),
        sa.Column("r", sa.LargeBinary()),
        sa.Column("s", sa.LargeBinary(length=16)),
        sa.Column("t", sa.DateTime()),
        sa.Column("u", sa.DateTime(timezone=True)),
        sa.Column("v", sa.Time(timezone=True)),
        sa.Column("w", sa.Boolean()),
        sa.Column("x", sa.JSON()),
        sa.Column("y", sa.Uuid()),
        sa.Column("z", sa.UUID()),
    )
    op.create_table(
        "named",
        sa.Column("a", sa.VARCHAR()),
        sa.Column("b", sa.VARCHAR(20)),
        sa.Column("c", sa.CHAR(length=3)),
        sa.Column("d", sa.TEXT()),
        sa.Column("e", sa.INTEGER()),
        sa.Column("f", sa.BIGINT()),
        sa.Column("g", sa.SMALLINT()),
        sa.Column("h", sa.BOOLEAN()),
        sa.Column("i", sa.TIMESTAMP()),
        sa.Column("j", sa.TIMESTAMP(timezone=True)),
        sa.Column("k", sa.DATETIME()),
        sa.Column("l", sa.DATE()),
        sa.Column("m", sa.NUMERIC(precision=8, scale=3)),
        sa.Column("n", sa.DECIMAL(8, 3)),
        sa.Column("o", sa.FLOAT()),
        sa.Column("p", sa.REAL()),
        sa.Column("q", sa.BLOB()),
        sa.Column("r", sa.UUID(as_uuid=False)),
    )
    op.create_table(
        "of_postgresql",
        sa.Column("a", postgresql.BYTEA()),
        sa.Column("b", postgresql.CIDR()),
        sa.Column("c", postgresql.HSTORE()),
        sa.Column("d", postgresql.INET()),
        sa.Column("e", postgresql.JSON(astext_type=sa.Text())),
        sa.Column("f", postgresql.JSONB(astext_type=sa.Text())),
        sa.Column("g", postgresql.JSONB()),
        sa.Column("h", postgresql.MACADDR()),
        sa.Column("i", postgresql.OID()),
        sa.Column("j", postgresql.TSVECTOR()),
        sa.Column("k", postgresql.UUID()),
        sa.Column("l", postgresql.UUID(as_uuid=True)),
        sa.Column("m", postgresql.UUID(as_uuid=False)),
        sa.Column("n", postgresql.TIMESTAMP()),
        sa.Column("o", postgresql.TIMESTAMP(timezone=True)),
        sa.Column("p", postgresql.TIME()),
    )
