import sqlalchemy as sa
from alembic_utils.pg_function import PGFunction
from alembic_utils.pg_materialized_view import PGMaterializedView
from alembic_utils.pg_view import PGView
from alembic_utils.replaceable_entity import register_entities

metadata = sa.MetaData()
sa.Table(
    "items", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text),
    sa.Column("price", sa.Integer),
)

register_entities([
    PGView("public", "dear", "SELECT id, price FROM items WHERE price > 100"),
    PGView("public", "Named", "SELECT id, name FROM items WHERE name IS NOT NULL"),
    PGView("public", "kept", "SELECT id FROM items WHERE id > 1"),
    PGMaterializedView("public", "totals", "SELECT count(*) AS items FROM items"),
    PGFunction("public", "doubled(n integer)", "RETURNS integer LANGUAGE sql AS $$ SELECT n * 2::integer $$"),
])
