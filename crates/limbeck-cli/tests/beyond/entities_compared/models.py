import sqlalchemy as sa
from alembic_utils.pg_view import PGView
from alembic_utils.replaceable_entity import register_entities

metadata = sa.MetaData()
sa.Table(
    "items", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text),
    sa.Column("price", sa.Integer),
)

views = {
    "dearest": "SELECT id FROM dear WHERE price > 1000",
    "dear": "SELECT id, price, name FROM items WHERE price > 100",
    "named": "SELECT * FROM items WHERE name IS NOT NULL",
}
register_entities([PGView("public", *view) for view in views.items()])
