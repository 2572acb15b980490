import pymysql
import sqlalchemy as sa
from alembic import op

revision = "d001"
down_revision = None


def upgrade():
    op.execute("CREATE TABLE kept (id integer PRIMARY KEY)")
    for number in 1, 1:
        try:
            op.execute(f"INSERT INTO kept VALUES ({number})")
        except sa.exc.IntegrityError as error:
            print(isinstance(error.orig, pymysql.err.IntegrityError), error.orig.number())
    try:
        op.execute("INSERT INTO missing VALUES (1)")
    except sa.exc.ProgrammingError as error:
        print(type(error.orig).__name__, isinstance(error.orig, pymysql.err.DatabaseError))
