"""values that a database's errors quote"""

import sqlalchemy as sa
from alembic import op

revision = "a1f0c3d2e4b5"
down_revision = None

FAILING = [
    ("INSERT INTO person VALUES (:id, :name)", {"id": 2, "name": "secret"}),
    ("INSERT INTO person VALUES (:id, :name)", {"id": None, "name": "secret"}),
    ("INSERT INTO person VALUES (:id, :name)", {"id": "secret", "name": "x"}),
    ("INSERT INTO pet VALUES (:owner)", {"owner": "secret 2"}),
    ("DELETE FROM person", {}),
    ("SELECT name::int FROM person", {}),
    ("SELECT name::json FROM person", {}),
    ("SELECT name::date FROM person", {}),
    ("SELECT 'literal'::int", {}),
    ("INSERT INTO person SELECT 3, name || name FROM person", {}),
]


def upgrade():
    bind = op.get_bind()
    op.execute("CREATE TABLE person (id INT NOT NULL, name VARCHAR(8) PRIMARY KEY)")
    op.execute("CREATE TABLE pet (owner VARCHAR(8) REFERENCES person (name))")
    op.execute("INSERT INTO person VALUES (1, 'secret')")
    op.execute("INSERT INTO pet VALUES ('secret')")
    for statement, values in FAILING:
        try:
            with bind.begin_nested():
                bind.execute(sa.text(statement), values)
        except sa.exc.DBAPIError as error:
            print(error)
            print("asked:", error.orig.diag.message_detail)


def downgrade():
    op.execute("DROP TABLE pet")
    op.execute("DROP TABLE person")
