"""rewrite JSON kept as text"""
import json

import sqlalchemy as sa
from alembic import op

revision = "s004"
down_revision = "s003"


def _rewrite(change):
    customer = sa.table("customer", sa.column("id"), sa.column("settings", sa.Text))
    bind = op.get_bind()
    for row in bind.execute(sa.select(customer)).mappings().all():
        settings = json.loads(row["settings"]) if row["settings"] else {}
        text = json.dumps(change(settings), sort_keys=True, ensure_ascii=False)
        bind.execute(customer.update().where(customer.c.id == row["id"]).values(settings=text))


def upgrade():
    def change(settings):
        number = settings.pop("n", None)
        return {"version": 2, "look": settings, "numbers": [number, None, 1.5], "sign": "é%'"}

    _rewrite(change)


def downgrade():
    _rewrite(lambda settings: {**settings["look"], "n": settings["numbers"][0]})
