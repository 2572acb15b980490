import sqlalchemy as sa
from alembic_utils.pg_extension import PGExtension
from alembic_utils.pg_function import PGFunction
from alembic_utils.pg_materialized_view import PGMaterializedView
from alembic_utils.pg_trigger import PGTrigger
from alembic_utils.pg_view import PGView
from alembic_utils.replaceable_entity import register_entities

metadata = sa.MetaData()
things = sa.Table(
    "things", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text),
    sa.Column("price", sa.Integer),
)

extension = PGExtension(schema="public", signature="pg_trgm")
cheap = PGView(
    schema="public", signature="cheap",
    definition="SELECT id, price FROM things WHERE price < 11 and name like 'a%';",
)
cheaper = PGView.from_sql(
    "create or replace view public.cheaper as SELECT id FROM cheap WHERE price < 6;"
)
totals = PGMaterializedView(
    schema="public", signature="Totals", definition="SELECT max(price) AS total FROM things",
)
stamped = PGFunction.from_sql("""
    create function public.stamped(prefix text default 'x', n int default 1)
    returns text language sql as $$ select prefix || 2 $$;
""")
on_change = PGFunction(
    schema="public", signature="on_change()",
    definition="""
RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.name := lower(NEW.name);
    RETURN NEW;
END $$;
""",
)
changed = PGTrigger(
    schema="public", signature="changed", on_entity="public.things",
    definition="BEFORE INSERT or update of name ON things for each row when (new.price > 2) "
    "EXECUTE procedure on_change()",
)
checked = PGTrigger.from_sql(
    "create constraint trigger checked after insert or delete on public.things deferrable initially "
    "deferred for each row execute function public.on_change()"
)
register_entities([extension, cheap, totals, stamped, changed, checked, on_change])
