"""entities"""
from alembic import op
from alembic_utils.pg_extension import PGExtension
from alembic_utils.pg_function import PGFunction
from alembic_utils.pg_materialized_view import PGMaterializedView
from alembic_utils.pg_trigger import PGTrigger
from alembic_utils.pg_view import PGView
import sqlalchemy as sa

revision = "a1"
down_revision = None

extension = PGExtension(schema="public", signature="pg_trgm")
view = PGView(
    schema="public", signature="cheap",
    definition="SELECT id FROM things WHERE price % 10 = 0 AND name LIKE 'a:b%';",
)
materialized = PGMaterializedView(
    schema="public", signature="Totals", definition="SELECT sum(price) AS total FROM things", with_data=False,
)
function = PGFunction(
    schema="public", signature="stamped(prefix text default 'x, (')",
    definition="RETURNS text LANGUAGE sql AS $$ SELECT prefix || 1 $$;",
)
on_change = PGFunction(
    schema="public", signature="on_change()",
    definition="RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := upper(NEW.name); RETURN NEW; END $$",
)
trigger = PGTrigger(
    schema="public", signature="changed", on_entity="public.things",
    definition="BEFORE INSERT ON public.things FOR EACH ROW EXECUTE FUNCTION public.on_change()",
)
entities = [extension, view, materialized, function, on_change, trigger]


def upgrade():
    op.create_table(
        "things",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text),
        sa.Column("price", sa.Integer),
    )
    for entity in entities:
        op.create_entity(entity)


def downgrade():
    for entity in reversed(entities):
        op.drop_entity(entity)
    op.drop_table("things")
