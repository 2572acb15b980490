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
    sa.Column("price", sa.Numeric(10, 2)),
)

register_entities([
    PGView("public", "dear", "SELECT id, price FROM items WHERE price > 100"),
    PGView("public", "Named", "SELECT name FROM items WHERE name IS NOT NULL"),
    PGView("public", "kept", "SELECT id FROM items WHERE id > 2"),
    PGMaterializedView("public", "totals", "SELECT count(*) AS n FROM items"),
    PGFunction("public", "doubled(n integer)", "RETURNS bigint LANGUAGE sql AS $$ SELECT n * 2::bigint $$"),
])
