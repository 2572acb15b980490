ALTER TABLE t ALTER COLUMN c SET NOT NULL;

ALTER TABLE t ALTER COLUMN c SET DEFAULT '5';

ALTER TABLE t ALTER COLUMN c TYPE BIGINT;

-- UnsupportedCompilationError: Compiler SQLiteDDLCompiler can't render element of type <class 'alembic.ddl.base.ColumnComment'>: <class 'alembic.ddl.base.ColumnComment'> construct has no default compilation handler.
