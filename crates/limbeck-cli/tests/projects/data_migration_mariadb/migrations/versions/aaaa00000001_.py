"""people"""
import datetime
import decimal
import uuid

from alembic import op
import sqlalchemy as sa

revision = 'aaaa00000001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    person = op.create_table("person", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(100)), sa.Column("born", sa.Date), sa.Column("payload", sa.JSON), sa.Column("wakes", sa.Time), sa.Column("seen", sa.DateTime), sa.Column("score", sa.Numeric(10, 2)), sa.Column("photo", sa.LargeBinary), sa.Column("active", sa.Boolean), sa.Column("mood", sa.Enum("sad", "ok")), sa.Column("key", sa.Uuid))
    op.bulk_insert(person, [
        {"id": 1, "name": "Ada Lovelace", "born": datetime.date(1815, 12, 10), "payload": {"a": [1, None], "é": "😀"}, "wakes": datetime.time(6, 30), "seen": datetime.datetime(1843, 9, 1, 10, 0, 5), "score": decimal.Decimal("12.50"), "photo": b"\x00\xff'", "active": True, "mood": "ok", "key": uuid.UUID(int=10)},
        {"id": 2, "name": "O'Hara %s :x", "born": None, "payload": None, "wakes": None, "seen": None, "score": None, "photo": None, "active": None, "mood": None, "key": None},
    ])
    op.create_table("log", sa.Column("line", sa.Text))


def downgrade():
    op.drop_table("person")
    op.drop_table("log")
