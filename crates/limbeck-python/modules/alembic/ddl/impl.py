"""What custom operations call to get something done, and what scripts may override."""


class ImplMeta(type):
    """Registers each implementation by its `__dialect__`."""

    def __init__(cls, name, bases, body):
        super().__init__(name, bases, body)
        if "__dialect__" in body:
            _impls[body["__dialect__"]] = cls


_impls = {}


class DefaultImpl(metaclass=ImplMeta):
    """Carries schema items out in the migration that runs."""

    __dialect__ = "default"
    transactional_ddl = False
    command_terminator = ";"
    type_synonyms = ({"NUMERIC", "DECIMAL"},)
    type_arg_extract = ()
    identity_attrs_ignore = ("order", "on_null")

    def __init__(self, dialect, connection, as_sql, transactional_ddl, output_buffer,
                 context_opts, context=None):
        self.dialect = dialect
        self.connection = connection
        self.as_sql = as_sql
        self.literal_binds = context_opts.get("literal_binds", False)
        self.output_buffer = output_buffer
        self.memo = {}
        self.context_opts = context_opts
        self._context = context
        if transactional_ddl is not None:
            self.transactional_ddl = transactional_ddl

    @classmethod
    def get_by_dialect(cls, dialect):
        found = _impls.get(dialect.name)
        if found is None and dialect.name in ("postgresql", "sqlite", "mysql", "mariadb"):
            __import__(f"{__package__}.{'mysql' if dialect.name == 'mariadb' else dialect.name}")
            found = _impls.get(dialect.name)
        return found or DefaultImpl

    @property
    def bind(self):
        return self._context.bind

    def _invoke(self, operation):
        with self._context._as_current():
            return self._context._invoke(operation._to_wire(operation, self._context))

    def static_output(self, text):
        import _limbeck

        _limbeck.call("context.static_output", {"context": self._context._id, "text": text})

    def execute(self, sql, execution_options=None):
        self._context.execute(sql, execution_options)

    def _exec(self, construct, execution_options=None, multiparams=None, params=None):
        if self.as_sql and (multiparams is not None or params):
            raise TypeError("SQL parameters not allowed with as_sql")
        if multiparams:
            return self._context.connection.execute(construct, multiparams)
        return self._context.execute(construct, execution_options)

    def alter_column(self, table_name, column_name, *, nullable=None, server_default=False,
                     name=None, type_=None, schema=None, autoincrement=None, comment=False,
                     existing_comment=None, existing_type=None, existing_server_default=False,
                     existing_nullable=None, existing_autoincrement=None, **kw):
        from ..operations.ops import AlterColumnOp

        more = {"autoincrement": autoincrement, "existing_autoincrement": existing_autoincrement}
        kw.update({key: value for key, value in more.items() if value is not None})
        self._invoke(
            AlterColumnOp(
                table_name, column_name, schema=schema, existing_type=existing_type,
                existing_server_default=existing_server_default,
                existing_nullable=existing_nullable, existing_comment=existing_comment,
                modify_name=name, modify_type=type_, modify_server_default=server_default,
                modify_nullable=nullable, modify_comment=comment, **kw,
            )
        )

    def add_column(self, table_name, column, *, schema=None, if_not_exists=None,
                   inline_references=None, inline_primary_key=None, **kw):
        from ..operations.ops import AddColumnOp

        self._invoke(
            AddColumnOp(table_name, column, schema=schema, if_not_exists=if_not_exists,
                        inline_references=inline_references,
                        inline_primary_key=inline_primary_key)
        )

    def drop_column(self, table_name, column, *, schema=None, if_exists=None, **kw):
        from ..operations.ops import DropColumnOp

        name = column if isinstance(column, str) else column.name
        self._invoke(DropColumnOp(table_name, name, schema=schema, if_exists=if_exists, **kw))

    def _wire(self, make):
        with self._context._as_current():
            self._context._invoke(make())

    def add_constraint(self, const, **kw):
        from ..operations._wire import constraint_operation

        self._wire(lambda: constraint_operation(const))

    def drop_constraint(self, const, **kw):
        from sqlalchemy.sql.ddl import DropConstraint

        self._wire(lambda: DropConstraint(const, **kw)._operation())

    def rename_table(self, old_table_name, new_table_name, schema=None):
        from ..operations.ops import RenameTableOp

        self._invoke(RenameTableOp(old_table_name, new_table_name, schema=schema))

    def create_table(self, table, **kw):
        from ..operations._wire import run_create_table

        with self._context._as_current():
            run_create_table(self._context, table, kw.get("if_not_exists", False))

    def drop_table(self, table, **kw):
        from sqlalchemy.sql.ddl import DropTable

        self._wire(lambda: DropTable(table, **kw)._operation())

    def create_index(self, index, **kw):
        from sqlalchemy.sql.ddl import CreateIndex

        self._wire(lambda: CreateIndex(index, **kw)._operation())

    def drop_index(self, index, **kw):
        from sqlalchemy.sql.ddl import DropIndex

        self._wire(lambda: DropIndex(index, **kw)._operation())

    def create_table_comment(self, table):
        from sqlalchemy.sql.ddl import SetTableComment

        self._wire(lambda: SetTableComment(table)._operation())

    def drop_table_comment(self, table):
        from sqlalchemy.sql.ddl import DropTableComment

        self._wire(lambda: DropTableComment(table)._operation())

    def create_column_comment(self, column):
        from sqlalchemy.sql.ddl import SetColumnComment

        self._wire(lambda: SetColumnComment(column)._operation())

    def bulk_insert(self, table, rows, multiinsert=True):
        from ..operations.ops import BulkInsertOp

        self._invoke(BulkInsertOp(table, rows, multiinsert=multiinsert))

    def requires_recreate_in_batch(self, batch_op):
        return False

    def emit_begin(self):
        self.static_output("BEGIN" + self.command_terminator)

    def emit_commit(self):
        self.static_output("COMMIT" + self.command_terminator)

    def start_migrations(self):
        pass

    def compare_type(self, inspector_column, metadata_column):
        return False

    def compare_server_default(self, inspector_column, metadata_column,
                               rendered_metadata_default, rendered_inspector_default):
        return rendered_inspector_default != rendered_metadata_default

    def render_type(self, type_obj, autogen_context):
        return False

    def autogen_column_reflect(self, inspector, table, column_info):
        pass

    def correct_for_autogen_constraints(self, conn_uniques, conn_indexes,
                                        metadata_unique_constraints, metadata_indexes):
        pass

    def correct_for_autogen_foreignkeys(self, conn_fks, metadata_fks):
        pass
