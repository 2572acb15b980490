"""Every public name of the expression language, each loaded from its module when asked for."""

_HOMES = {
    "base": "ClauseElement Executable quoted_name",
    "operators": "ColumnOperators Operators custom_op",
    "elements": """
        BinaryExpression BindParameter BooleanClauseList Case Cast ClauseList CollectionAggregate
        ColumnClause ColumnElement Extract False_ Grouping Label NamedColumn Null
        SQLColumnExpression TextClause True_ TryCast Tuple TypeCoerce UnaryExpression
        OperatorExpression ExpressionClauseList Slice all_ and_ any_ asc between bindparam
        bitwise_not case cast collate column desc distinct extract false funcfilter label literal
        literal_column not_ null nulls_first nulls_last nullsfirst nullslast or_ outparam over
        text true try_cast tuple_ type_coerce within_group""",
    "functions": """
        FrameClause FrameClauseType Function FunctionElement FunctionFilter Over WithinGroup func
        modifier next_value""",
    "selectable": """
        Alias AliasedReturnsRows CTE CompoundSelect Exists FromClause FromGrouping
        GenerativeSelect HasCTE HasPrefixes HasSuffixes Join LABEL_STYLE_DEFAULT
        LABEL_STYLE_DISAMBIGUATE_ONLY LABEL_STYLE_NONE LABEL_STYLE_TABLENAME_PLUS_COL Lateral
        NamedFromClause ReturnsRows ScalarSelect Select SelectBase SelectLabelStyle Selectable
        Subquery TableClause TableSample TableValuedAlias TableValuedColumn TextAsFrom
        TextualSelect Values alias cte except_ except_all exists intersect intersect_all join
        lateral outerjoin select table tablesample union union_all values""",
    "dml": "Delete Insert Update UpdateBase ValuesBase delete from_dml_column insert update",
    "_schema_item": "ColumnCollection",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}
_TYPING = ("ColumnExpressionArgument", "Nullable", "NotNullable", "CacheKey")

__all__ = sorted(_HOME_OF)


def __getattr__(name):
    home = _HOME_OF.get(name)
    if home is None:
        if name in _TYPING:
            return _annotation
        if name in ("LambdaElement", "StatementLambdaElement", "lambda_stmt", "TString",
                    "tstring", "OrderByList", "AggregateOrderBy", "aggregate_order_by",
                    "TypeClause", "SavepointClause", "ReleaseSavepointClause",
                    "RollbackToSavepointClause"):
            from . import _rare

            return getattr(_rare, name)
        raise AttributeError("module 'sqlalchemy.sql.expression' has no attribute %r" % name)
    module = __import__("sqlalchemy.sql." + home, None, None, ("*",), 0)
    value = globals()[name] = getattr(module, name)
    return value


def __dir__():
    return sorted(set(globals()) | set(_HOME_OF))


class _Annotation:
    def __getitem__(self, item):
        return self

    def __call__(self, value):
        return value


_annotation = _Annotation()
