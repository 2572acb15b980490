"""Several schemas."""


@case("postgresql", sql=["CREATE SCHEMA app"], include_schemas=True)
def added_table(before, after):
    Table("t", after, Column("id", Integer, primary_key=True), Column("a", String(5), index=True), schema="app")
    Table("u", after, Column("id", Integer, primary_key=True), Column("t_id", Integer, ForeignKey("app.t.id")))


@case("postgresql", sql=["CREATE SCHEMA app", "CREATE TABLE app.t (id INTEGER PRIMARY KEY, a VARCHAR(5), b INTEGER)", "CREATE INDEX ix ON app.t (a)"], include_schemas=True)
def removed_table(before, after):
    pass


@case("postgresql", sql=["CREATE SCHEMA app", "CREATE TABLE app.t (id INTEGER PRIMARY KEY)"])
def not_included(before, after):
    pass


@case("postgresql", sql=[
    "CREATE SCHEMA app", "CREATE TABLE app.p (id INTEGER PRIMARY KEY)", "CREATE TABLE p (id INTEGER PRIMARY KEY)",
    "CREATE TABLE app.t (id INTEGER PRIMARY KEY, a VARCHAR(5), gone INTEGER, pid INTEGER CONSTRAINT fk_old REFERENCES app.p, CONSTRAINT uq_old UNIQUE (a))",
    "CREATE INDEX ix_old ON app.t (a)", "COMMENT ON TABLE app.t IS 'old'", "COMMENT ON COLUMN app.t.a IS 'old'"],
    include_schemas=True)
def changed_table(before, after):
    Table("p", after, Column("id", Integer, primary_key=True))
    Table("p", after, Column("id", Integer, primary_key=True), schema="app")
    Table("t", after, Column("id", Integer, primary_key=True), Column("a", String(9), comment="new", nullable=False),
          Column("added", Integer), Column("pid", Integer, ForeignKey("p.id", name="fk_new")), UniqueConstraint("added", name="uq_new"),
          Index("ix_new", "added"), schema="app", comment="new")


@case("postgresql", sql=["CREATE SCHEMA app", "CREATE TABLE app.p (id INTEGER PRIMARY KEY)", "CREATE TABLE app.t (id INTEGER PRIMARY KEY, pid INTEGER REFERENCES app.p)"],
      include_schemas=True)
def same_in_schema(before, after):
    Table("p", after, Column("id", Integer, primary_key=True), schema="app")
    Table("t", after, Column("id", Integer, primary_key=True), Column("pid", Integer, ForeignKey("app.p.id")), schema="app")


@case("postgresql", metadata={"schema": "public"}, sql=["CREATE TABLE p (id INTEGER PRIMARY KEY)", "CREATE TABLE t (id INTEGER PRIMARY KEY, pid INTEGER REFERENCES p)"])
def default_schema_named(before, after):
    Table("p", after, Column("id", Integer, primary_key=True))
    Table("t", after, Column("id", Integer, primary_key=True), Column("pid", Integer, ForeignKey("p.id")))


@case("postgresql", metadata={"schema": "public"}, sql=["CREATE TABLE p (id INTEGER PRIMARY KEY)", "CREATE TABLE t (id INTEGER PRIMARY KEY, pid INTEGER REFERENCES p)"], include_schemas=True)
def default_schema_named_and_included(before, after):
    Table("p", after, Column("id", Integer, primary_key=True))
    Table("t", after, Column("id", Integer, primary_key=True), Column("x", Integer), Column("pid", Integer))


@case("postgresql", sql=["CREATE SCHEMA app"], metadata={"schema": "app"}, include_schemas=True)
def metadata_schema(before, after):
    Table("p", after, Column("id", Integer, primary_key=True), Column("kind", Enum("a", "b", name="kind")))
    Table("t", after, Column("id", Integer, primary_key=True), Column("pid", Integer, ForeignKey("p.id")))


@case("postgresql", sql=["CREATE SCHEMA app", "CREATE SCHEMA other", "CREATE TABLE app.t (id INTEGER PRIMARY KEY)", "CREATE TABLE other.t (id INTEGER PRIMARY KEY)"],
      include_schemas=True, exclude_names=[("schema", "other")])
def filtered_schema(before, after):
    pass


@case("postgresql", sql=["CREATE SCHEMA app", "CREATE TYPE app.mood AS ENUM ('a')", "CREATE TABLE app.t (id INTEGER PRIMARY KEY, m app.mood, s SERIAL)"], include_schemas=True)
def removed_enum_in_schema(before, after):
    pass


@case("postgresql", sql=["CREATE SCHEMA app", "CREATE TABLE app.alembic_version (version_num VARCHAR(32))", "CREATE TABLE alembic_version (version_num VARCHAR(32))"],
      include_schemas=True, version_table_schema="app")
def version_table_schema(before, after):
    pass
