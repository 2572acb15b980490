"""SQLAlchemy as scripts, env.py files and model files see it.

Every public name is loaded from its submodule when it is first asked for.
"""

__version__ = "2.1.9"

_HOMES = {
    "sql.sqltypes": """
        ARRAY BIGINT BINARY BLOB BOOLEAN BigInteger Boolean CHAR CLOB DATE DATETIME DECIMAL DOUBLE
        DOUBLE_PRECISION Date DateTime Double Enum FLOAT Float INT INTEGER Integer Interval JSON
        LargeBinary NCHAR NUMERIC NVARCHAR Numeric NumericCommon PickleType REAL SMALLINT
        SmallInteger String TEXT TIME TIMESTAMP Text Time TupleType UUID Unicode UnicodeText Uuid
        VARBINARY VARCHAR""",
    "sql.type_api": "TypeDecorator",
    "sql.schema": """
        BLANK_SCHEMA CheckConstraint Column ColumnDefault Computed Constraint DefaultClause
        FetchedValue ForeignKey ForeignKeyConstraint ForeignKeyTarget Identity Index MetaData Named
        PrimaryKeyConstraint Sequence Table TypedColumns UniqueConstraint insert_sentinel""",
    "sql.ddl": """
        BaseDDLElement CheckFirst CreateTable CreateTableAs CreateView DDL DDLElement DropTable
        DropView ExecutableDDLElement""",
    "sql.expression": """
        Alias AliasedReturnsRows AggregateOrderBy BinaryExpression BindParameter BooleanClauseList
        CTE CacheKey Case Cast ClauseElement ClauseList CollectionAggregate ColumnClause
        ColumnCollection ColumnElement ColumnExpressionArgument ColumnOperators CompoundSelect
        Delete Executable Exists Extract False_ FrameClause FrameClauseType FromClause FromGrouping
        Function FunctionElement FunctionFilter GenerativeSelect Grouping HasCTE HasPrefixes
        HasSuffixes Insert Join LABEL_STYLE_DEFAULT LABEL_STYLE_DISAMBIGUATE_ONLY LABEL_STYLE_NONE
        LABEL_STYLE_TABLENAME_PLUS_COL Label LambdaElement Lateral NotNullable Null Nullable
        Operators OrderByList Over ReleaseSavepointClause ReturnsRows RollbackToSavepointClause
        SQLColumnExpression SavepointClause ScalarSelect Select SelectBase SelectLabelStyle
        Selectable StatementLambdaElement Subquery TString TableClause TableSample
        TableValuedAlias TableValuedColumn TextAsFrom TextClause TextualSelect True_ TryCast Tuple
        TypeClause TypeCoerce UnaryExpression Update UpdateBase Values ValuesBase WithinGroup
        aggregate_order_by alias all_ and_ any_ asc between bindparam bitwise_not case cast
        collate column cte custom_op delete desc distinct except_ except_all exists extract false
        from_dml_column func funcfilter insert intersect intersect_all join label lambda_stmt
        lateral literal literal_column modifier not_ null nulls_first nulls_last nullsfirst
        nullslast or_ outerjoin outparam over quoted_name select table tablesample text true
        try_cast tstring tuple_ type_coerce union union_all update values within_group""",
    "sql.compiler": "Compiled TypeCompiler",
    "sql.visitors": "Visitable",
    "engine": """
        AdaptedConnection BaseRow BindTyping ChunkedIteratorResult Connection CreateEnginePlugin
        CursorResult Dialect Engine ExceptionContext ExecutionContext FrozenResult IteratorResult
        MappingResult MergedResult NestedTransaction Result ResultProxy RootTransaction Row
        RowMapping ScalarResult Transaction TwoPhaseTransaction URL create_engine
        create_mock_engine create_pool_from_url engine_from_config make_url result_tuple""",
    "engine.reflection": "Inspector",
    "inspection": "inspect",
    "pool": """
        AssertionPool AsyncAdaptedQueuePool NullPool Pool PoolProxiedConnection PoolResetState
        QueuePool SingletonThreadPool StaticPool""",
}
_SUBMODULES = frozenset(
    "dialects engine event exc ext inspection log orm pool schema sql types util".split()
)
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = sorted(_HOME_OF)


def __getattr__(name):
    home = _HOME_OF.get(name)
    if home is not None:
        module = __import__(f"{__name__}.{home}", None, None, ("__name__",), 0)
        value = globals()[name] = getattr(module, name)
        return value
    if name in _SUBMODULES:
        return __import__(f"{__name__}.{name}", None, None, ("__name__",), 0)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")


def __dir__():
    return sorted(set(globals()) | set(_HOME_OF) | _SUBMODULES)
