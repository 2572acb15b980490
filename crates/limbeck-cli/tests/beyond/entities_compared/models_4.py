import sqlalchemy as sa
from alembic_utils.pg_function import PGFunction
from alembic_utils.pg_trigger import PGTrigger
from alembic_utils.pg_view import PGView
from alembic_utils.replaceable_entity import register_entities

metadata = sa.MetaData()
sa.Table(
    "items", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text),
    sa.Column("price", sa.Numeric(10, 2)),
    sa.Column("kind", sa.Text),
)
sa.Table("kinds", metadata, sa.Column("name", sa.Text, primary_key=True))

views = {
    "dearest": "SELECT id FRM dear",
    "dear": "SELECT price, id FROM items WHERE price > 100",
    "of_kind": "SELECT id, taxed(price) FROM items JOIN kinds ON kinds.name = kind",
}
taxed = PGFunction(
    "public", "taxed(amount numeric)",
    "RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT amount::text $$",
)
upper = PGFunction(
    "public", "upper_name()",
    "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := lower(NEW.name); RETURN NEW; END $$",
)
trigger = PGTrigger(
    "public", "upper_name", "BEFORE INSERT ON items FOR EACH ROW EXECUTE FUNCTION upper_name()",
    on_entity="public.items",
)
register_entities([*(PGView("public", *view) for view in views.items()), trigger, upper, taxed])
