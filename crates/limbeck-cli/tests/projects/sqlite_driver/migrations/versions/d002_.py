"""rows of another file, by the driver itself"""
import sqlite3
from contextlib import closing

from alembic import op

revision = "d002"
down_revision = "d001"


def upgrade():
    with closing(sqlite3.connect("old.db")) as old:
        old.row_factory = sqlite3.Row
        shelves = [row["id"] for row in old.execute("SELECT id FROM shelf ORDER BY id")]
    for shelf in shelves:
        op.execute(f"INSERT INTO shelf VALUES ({shelf})")
    op.execute("DELETE FROM shelf WHERE id = 1")
    raw = op.get_bind().connection.dbapi_connection
    print([row[0] for row in raw.execute("SELECT id FROM book")], type(raw).__name__)
    try:
        raw.execute("INSERT INTO book VALUES (9, 99)")
    except sqlite3.IntegrityError as error:
        print(error)


def downgrade():
    op.execute("DELETE FROM shelf WHERE id > 2")
