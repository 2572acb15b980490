"""Columns seen otherwise than the database shows them."""
import sqlalchemy as sa
from alembic import op

revision = "d2b0"
down_revision = "d1a0"


def seen(inspector, table, column):
    if column["name"] == "active":
        column["type"] = sa.Boolean()
        column["nullable"] = False
    if column["name"] == "name":
        column["type"] = sa.String(40)


def upgrade():
    with op.batch_alter_table(
        "account", reflect_kwargs={"listeners": [("column_reflect", seen)]}
    ) as batch_op:
        batch_op.add_column(sa.Column("note", sa.Text))


def downgrade():
    with op.batch_alter_table(
        "account",
        reflect_args=[sa.Column("flag", sa.Boolean(create_constraint=True, name="ck_flag"))],
        reflect_kwargs=dict(listeners=[("column_reflect", seen)]),
    ) as batch_op:
        batch_op.drop_column("note")
