"""people"""
import datetime

from alembic import op
import sqlalchemy as sa

revision = 'aaaa00000001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    person = op.create_table("person", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(100)), sa.Column("born", sa.Date), sa.Column("payload", sa.JSON))
    op.bulk_insert(person, [
        {"id": 1, "name": "Ada Lovelace", "born": datetime.date(1815, 12, 10), "payload": {"a": [1, None]}},
        {"id": 2, "name": "O'Hara %s :x", "born": None, "payload": None},
    ])
    op.create_table("log", sa.Column("line", sa.Text))


def downgrade():
    op.drop_table("person")
    op.drop_table("log")
