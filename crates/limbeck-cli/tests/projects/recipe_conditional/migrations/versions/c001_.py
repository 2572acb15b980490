"""accounts"""
import sqlalchemy as sa
from alembic import context, op

revision = 'c001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    schema_upgrades()
    if context.get_x_argument(as_dictionary=True).get("data", None):
        data_upgrades()


def downgrade():
    if context.get_x_argument(as_dictionary=True).get("data", None):
        data_downgrades()
    schema_downgrades()


def schema_upgrades():
    op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(50), nullable=False))


def schema_downgrades():
    op.drop_table("account")


def data_upgrades():
    table = sa.sql.table("account", sa.sql.column("id", sa.Integer), sa.sql.column("name", sa.String))
    op.bulk_insert(table, [{"id": 1, "name": "first"}, {"id": 2, "name": "it's \"second\""}])


def data_downgrades():
    op.execute("DELETE FROM account")
