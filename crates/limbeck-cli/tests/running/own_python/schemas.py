import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


class Base:
    metadata = sa.MetaData(schema="app", naming_convention={
        "ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    })


thing = sa.Table(
    "Thing", Base.metadata,
    sa.Column("id", sa.Integer, sa.Identity(always=True, start=5), primary_key=True),
    sa.Column("colours", postgresql.ARRAY(sa.Enum("red", "it's", name="colour"), dimensions=1)),
    sa.Column("short", postgresql.DOMAIN("short", sa.Text, check="length(VALUE) < 5")),
    sa.Column("span", postgresql.TSTZRANGE),
    sa.Column("share", sa.String(9), server_default="50%"),
    sa.Column("doc", postgresql.JSONB, server_default=sa.text("'{}'::jsonb")),
    sa.Column("rest", sa.Integer, sa.Computed("length(share) % 7", persisted=True)),
    sa.Column("number", sa.Integer, sa.Sequence("numbers", schema="other")),
    sa.UniqueConstraint("share", "span", deferrable=True, initially="DEFERRED"),
    sa.Index("ix_some", "share", postgresql_where=sa.text("share LIKE 'a%'"),
             postgresql_ops={"share": "text_pattern_ops"}),
    postgresql.ExcludeConstraint(("span", "&&"), name="apart", where=sa.text("rest > 1")),
    comment="it's 100% :x",
)
sa.Index("ix_joined", thing.c.share + "x", thing.c.rest.desc())
sa.Table(
    "parts", Base.metadata, sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("thing_id", sa.ForeignKey("app.Thing.id", ondelete="SET NULL")),
    schema=sa.schema.BLANK_SCHEMA,
)
sa.Sequence("numbers", metadata=Base.metadata, start=3, increment=2, data_type=sa.SmallInteger)
sa.Sequence("numbers", metadata=Base.metadata, schema="other")
