CREATE TABLE t (
    m ENUM('a','b')
);

CREATE TABLE u (
    m ENUM('a','b')
);

-- UnsupportedCompilationError: Compiler MySQLDDLCompiler can't render element of type <class 'sqlalchemy.dialects.postgresql.named_types.CreateEnumType'>
