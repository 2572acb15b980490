"""Databases that a chain runs on: made anew, filled, and described."""

import os
import re
import subprocess

import sqlalchemy


class Database:
    def __init__(self, url):
        self.url = url
        self.make()
        self.engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)

    def apply(self, statements):
        """Runs the statements, and returns those that the database took."""
        taken = []
        with self.engine.connect() as connection:
            self.prepare(connection)
            for statement in statements:
                try:
                    with connection.begin_nested():
                        connection.exec_driver_sql(statement.replace("%", "%%"))
                    taken.append(statement)
                except sqlalchemy.exc.SQLAlchemyError:
                    continue
            connection.commit()
        return taken

    def prepare(self, connection):
        pass

    def schemas(self, inspector):
        return [None]

    def name(self, schema, table):
        quote = self.engine.dialect.identifier_preparer.quote_identifier
        return f"{quote(schema)}.{quote(table)}" if schema else quote(table)

    def count(self, schema, table):
        with self.engine.connect() as connection:
            sql = f"SELECT count(*) FROM {self.name(schema, table)}"
            return connection.exec_driver_sql(sql).scalar()

    def tables(self):
        inspector = sqlalchemy.inspect(self.engine)
        for schema in self.schemas(inspector):
            for table in sorted(inspector.get_table_names(schema)):
                yield schema, table

    def emptying(self):
        return [
            f"DELETE FROM {self.name(schema, table)}"
            for schema, table in self.tables()
            if "alembic_version" not in table
        ]

    def state(self):
        """The schema as the database's own tool writes it, and every row."""
        rows = {}
        with self.engine.connect() as connection:
            for schema, table in self.tables():
                result = connection.exec_driver_sql(f"SELECT * FROM {self.name(schema, table)}")
                columns = list(result.keys())
                values = sorted([repr(value) for value in row] for row in result)
                rows[f"{schema}.{table}" if schema else table] = [columns, values]
        return {"schema": self.schema(), "rows": rows}


class Postgresql(Database):
    def make(self):
        url = sqlalchemy.engine.make_url(self.url)
        server = sqlalchemy.create_engine(
            url.set(database="postgres"),
            isolation_level="AUTOCOMMIT",
            poolclass=sqlalchemy.NullPool,
        )
        with server.connect() as connection:
            name = url.database
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE template0')

    def schemas(self, inspector):
        hidden = ("information_schema",)
        return [name for name in inspector.get_schema_names() if name not in hidden]

    def emptying(self):
        names = [
            self.name(schema, table)
            for schema, table in self.tables()
            if "alembic_version" not in table
        ]
        return [f"TRUNCATE {', '.join(names)} CASCADE"] if names else []

    def schema(self):
        url = sqlalchemy.engine.make_url(self.url).set(drivername="postgresql")
        program = os.path.join(os.environ["CONFORMANCE_POSTGRESQL"], "pg_dump")
        text = subprocess.run(
            [program, "--schema-only", "--no-owner", url.render_as_string(hide_password=False)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        # \restrict has another token each time.
        return re.sub(r"^(\\(un)?restrict .*|--.*)\n", "", text, flags=re.MULTILINE)


class Sqlite(Database):
    def make(self):
        path = sqlalchemy.engine.make_url(self.url).database
        if os.path.exists(path):
            os.remove(path)

    def schema(self):
        with self.engine.connect() as connection:
            sql = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
            rows = connection.exec_driver_sql(sql).all()
        return "".join(f"{kind} {name}: {text}\n" for kind, name, text in rows)


class Mariadb(Database):
    def make(self):
        url = sqlalchemy.engine.make_url(self.url)
        server = sqlalchemy.create_engine(url.set(database=""), poolclass=sqlalchemy.NullPool)
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS `{url.database}`")
            connection.exec_driver_sql(
                f"CREATE DATABASE `{url.database}` CHARACTER SET utf8mb4"
            )

    def prepare(self, connection):
        connection.exec_driver_sql("SET FOREIGN_KEY_CHECKS = 0")

    def schema(self):
        text = ""
        with self.engine.connect() as connection:
            for name, kind in connection.exec_driver_sql("SHOW FULL TABLES").all():
                row = connection.exec_driver_sql(f"SHOW CREATE TABLE `{name}`").first()
                text += f"{kind} {row[1]}\n"
        return text


def fresh(url):
    """An empty database at that URL, whatever was there."""
    kinds = {"postgresql": Postgresql, "sqlite": Sqlite, "mariadb": Mariadb, "mysql": Mariadb}
    return kinds[sqlalchemy.engine.make_url(url).get_backend_name()](url)
