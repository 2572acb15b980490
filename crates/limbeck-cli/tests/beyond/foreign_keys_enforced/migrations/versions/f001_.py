"""authors and what refers to them"""
import sqlalchemy as sa
from alembic import op

revision = "f001"
down_revision = None


def upgrade():
    op.execute("CREATE TABLE author (id INTEGER PRIMARY KEY, name VARCHAR(5))")
    op.execute("CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES Author (id) ON DELETE CASCADE)")
    op.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author ON DELETE SET NULL)")
    op.execute("CREATE TABLE unused (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author ON DELETE CASCADE)")
    op.execute(
        "CREATE TABLE node (id INTEGER PRIMARY KEY, name VARCHAR(5), above INTEGER REFERENCES node ON DELETE CASCADE)"
    )
    op.execute("INSERT INTO author VALUES (1, 'a'), (2, 'b')")
    op.execute("INSERT INTO book VALUES (1, 1), (2, 1)")
    op.execute("INSERT INTO note VALUES (1, 2), (2, NULL)")
    op.execute("INSERT INTO node VALUES (1, 'a', NULL), (2, 'b', 1)")
