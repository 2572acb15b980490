"""DDL elements of directives, by the names that custom code imports."""

from sqlalchemy.sql.ddl import ExecutableDDLElement


class AlterTable(ExecutableDDLElement):
    """ALTER TABLE of a table by name; a base for elements with `@compiles`."""

    def __init__(self, table_name, schema=None):
        self.table_name = table_name
        self.schema = schema


class AlterColumn(AlterTable):
    def __init__(self, name, column_name, schema=None, existing_type=None,
                 existing_nullable=None, existing_server_default=None, existing_comment=None):
        super().__init__(name, schema=schema)
        self.column_name = column_name
        self.existing_type = existing_type
        self.existing_nullable = existing_nullable
        self.existing_server_default = existing_server_default
        self.existing_comment = existing_comment


def quote_dotted(name, quote):
    return ".".join(quote(part) for part in name.split("."))


def format_table_name(compiler, name, schema):
    quote = compiler.preparer.quote
    return f"{quote_dotted(schema, quote)}.{quote(name)}" if schema else quote(name)


def format_column_name(compiler, name):
    return compiler.preparer.quote(name)


def alter_table(compiler, name, schema):
    return f"ALTER TABLE {format_table_name(compiler, name, schema)}"
