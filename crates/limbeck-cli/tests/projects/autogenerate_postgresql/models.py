from sqlalchemy import (
    ARRAY, BigInteger, Boolean, Column, Computed, Date, DateTime, Double, Enum, ForeignKey,
    Identity, Index, Integer, Interval, LargeBinary, MetaData, Numeric, SmallInteger, String,
    Table, Text, Time, UniqueConstraint, Uuid, func, text,
)
from sqlalchemy.dialects.postgresql import CITEXT, INET, JSONB, TIMESTAMP, TSVECTOR, UUID

metadata = MetaData()

Table(
    "account", metadata,
    Column("id", BigInteger, Identity(always=True, start=10), primary_key=True),
    Column("key", UUID(as_uuid=True), server_default=text("gen_random_uuid()"), nullable=False),
    Column("other", Uuid),
    Column("mood", Enum("sad", "ok", name="mood"), server_default="ok", nullable=False),
    Column("tags", ARRAY(String(10)), server_default="{}"),
    Column("data", JSONB, server_default=text("'{}'::jsonb"), comment="free form"),
    Column("address", INET),
    Column("balance", Numeric(12, 2), server_default="0.00"),
    Column("ratio", Double),
    Column("created", DateTime(timezone=True), server_default=func.now()),
    Column("seen", TIMESTAMP(precision=3)),
    Column("day", Date, server_default=text("CURRENT_DATE")),
    Column("span", Interval),
    Column("hour", Time),
    Column("raw", LargeBinary),
    Column("active", Boolean, server_default=text("true"), nullable=False),
    Column("twice", Integer, Computed("small * 2", persisted=True)),
    Column("small", SmallInteger, server_default="7"),
    Column("words", TSVECTOR),
    UniqueConstraint("key", name="account_key", postgresql_nulls_not_distinct=True),
    comment="who pays",
)
Table(
    "item", metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", BigInteger, ForeignKey("account.id", ondelete="SET NULL", deferrable=True)),
    Column("title", Text, nullable=False),
    Index("ix_item_title", text("lower(title)")),
    Index("ix_item_part", "account_id", postgresql_where=text("title <> ''")),
    Index("ix_item_ops", "title", postgresql_ops={"title": "text_pattern_ops"}),
    Index("ix_item_gin", text("to_tsvector('simple', title)"), postgresql_using="gin"),
)
