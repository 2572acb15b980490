"""Batch form and prefixes."""


def old(metadata):
    Table("p", metadata, Column("id", Integer, primary_key=True))
    Table("gone", metadata, Column("id", Integer, primary_key=True), Index("ix_gone", "id"))
    Table("t", metadata, Column("id", Integer, primary_key=True), Column("a", String(5), comment="old"), Column("b", Integer),
          Column("gone", Integer), UniqueConstraint("a", name="uq_old"), Index("ix_old", "b"),
          ForeignKeyConstraint(["b"], ["p.id"], name="fk_old"), comment="old")
    Table("u", metadata, Column("id", Integer, primary_key=True), Column("x", Integer))


def new(metadata):
    Table("p", metadata, Column("id", Integer, primary_key=True))
    Table("fresh", metadata, Column("id", Integer, primary_key=True), Column("q", String(5), index=True))
    Table("t", metadata, Column("id", Integer, primary_key=True), Column("a", String(9), comment="new", nullable=False),
          Column("b", Integer), Column("added", Integer), UniqueConstraint("added", name="uq_new"), Index("ix_new", "a"),
          ForeignKeyConstraint(["added"], ["p.id"], name="fk_new"), comment="new")
    Table("u", metadata, Column("id", Integer, primary_key=True), Column("x", Integer, nullable=False))


def models(before, after):
    old(before)
    new(after)


@case()
def usual(before, after):
    models(before, after)


@case(render_as_batch=True)
def batch(before, after):
    models(before, after)


@case(render_as_batch=True)
def batch_comments(before, after):
    Table("t", before, Column("id", Integer, primary_key=True), comment="old")
    Table("t", after, Column("id", Integer, primary_key=True))


@case(sqlalchemy_module_prefix="sqlalchemy.", alembic_module_prefix="alembic.op.")
def prefixes(before, after):
    models(before, after)


@case(sqlalchemy_module_prefix="", alembic_module_prefix="")
def no_prefixes(before, after):
    models(before, after)


@case("postgresql", sql=["CREATE SCHEMA app", "CREATE TABLE app.t (id INTEGER PRIMARY KEY, a INTEGER)"], render_as_batch=True, include_schemas=True)
def batch_in_schema(before, after):
    Table("t", after, Column("id", Integer, primary_key=True), Column("a", BigInteger), Column("b", Integer, unique=True), schema="app")


@case()
def declarative(before, after):
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

    class Base(DeclarativeBase):
        metadata = after

    class User(Base):
        __tablename__ = "users"
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str] = mapped_column(String(30))
        full: Mapped[str | None]
        posts = relationship("Post")

    class Post(Base):
        __tablename__ = "posts"
        __table_args__ = (UniqueConstraint("user_id", "title"), {"comment": "what they wrote"})
        id: Mapped[int] = mapped_column(primary_key=True)
        user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
        title: Mapped[str]
        at: Mapped[datetime.datetime] = mapped_column(server_default=func.now())
