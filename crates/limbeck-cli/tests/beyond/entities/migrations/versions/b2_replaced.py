"""replaced"""
from alembic import op
from alembic_utils.pg_function import PGFunction
from alembic_utils.pg_trigger import PGTrigger
from alembic_utils.pg_view import PGView

revision = "b2"
down_revision = "a1"

old = PGView(
    schema="public", signature="cheap",
    definition="SELECT id FROM things WHERE price % 10 = 0 AND name LIKE 'a:b%'",
)
new = PGView(schema="public", signature="cheap", definition="SELECT name FROM things")
trigger = PGTrigger(
    schema="public", signature="changed", on_entity="public.things",
    definition="BEFORE INSERT ON public.things FOR EACH ROW EXECUTE FUNCTION public.on_change()",
)
function = PGFunction(
    schema="public", signature="stamped(prefix text default 'x, (')",
    definition="RETURNS text LANGUAGE sql AS $$ SELECT prefix || 1 $$",
)


def upgrade():
    op.replace_entity(new)
    op.replace_entity(trigger)
    op.replace_entity(function)


def downgrade():
    op.replace_entity(old)
