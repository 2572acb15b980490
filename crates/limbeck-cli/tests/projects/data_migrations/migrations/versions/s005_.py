"""text becomes JSON"""
import json

import sqlalchemy as sa
from alembic import op

revision = "s005"
down_revision = "s004"


def upgrade():
    with op.batch_alter_table("customer") as batch:
        batch.add_column(sa.Column("options", sa.JSON))
    customer = sa.table("customer", sa.column("id", sa.Integer), sa.column("settings", sa.Text), sa.column("options", sa.JSON))
    bind = op.get_bind()
    for id, text in bind.execute(sa.select(customer.c.id, customer.c.settings)).fetchall():
        options = {"was": json.loads(text)["look"]["theme"], "id": id, "none": None}
        bind.execute(sa.update(customer).values({"options": options}).where(customer.c.id == id))
    dark = sa.select(sa.func.count()).where(customer.c.options["was"].as_string() == "dark")
    assert bind.scalar(dark.select_from(customer)) == 13


def downgrade():
    with op.batch_alter_table("customer") as batch:
        batch.drop_column("options")
