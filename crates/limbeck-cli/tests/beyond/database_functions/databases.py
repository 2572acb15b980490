"""Makes, finds and drops a database beside the one whose URL is given."""
import sys

import sqlalchemy as sa
from sqlalchemy_utils import create_database, database_exists, drop_database

for given in sys.argv[1:]:
    url = sa.engine.make_url(given)
    url = url.set(database=f"{url.database}_beside") if url.database else url
    print(url.get_backend_name(), database_exists(given), database_exists(url))
    create_database(url)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE account (id INTEGER)"))
    engine.dispose()
    print(database_exists(url))
    try:
        create_database(url)
    except sa.exc.SQLAlchemyError as error:
        print(type(error).__name__)
    drop_database(url)
    print(database_exists(url))
    wrong = url.set(host="127.0.0.1", port=1) if url.host else url.set(database="/no/folder/x.db")
    try:
        print(database_exists(wrong))
    except sa.exc.OperationalError:
        print("no server")
