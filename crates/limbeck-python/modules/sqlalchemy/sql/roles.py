"""What elements of SQL may stand for; annotations name these, and nothing here derives from them."""

_NAMES = frozenset(
    "SQLRole SyntaxExtensionRole UsesInspection AllowsLambdaRole HasCacheKeyRole "
    "ExecutableOptionRole LiteralValueRole ColumnArgumentRole ColumnArgumentOrKeyRole "
    "StrAsPlainColumnRole ColumnListRole StringRole TruncatedLabelRole TStringElementRole "
    "ColumnsClauseRole TypedColumnsClauseRole LimitOffsetRole ByOfRole GroupByRole OrderByRole "
    "StructuralRole StatementOptionRole OnClauseRole WhereHavingRole ExpressionElementRole "
    "ConstExprRole LabeledColumnExprRole BinaryElementRole InElementRole JoinTargetRole "
    "FromClauseRole AnonymizedFromClauseRole ReturnsRowsRole StatementRole SelectStatementRole "
    "HasCTERole IsCTERole CompoundElementRole DMLRole DMLTableRole DMLColumnRole DMLSelectRole "
    "DDLRole DDLExpressionRole DDLConstraintColumnRole DDLReferredColumnRole".split()
)


def __getattr__(name):
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from ..util.langhelpers import Subscripted

    globals()[name] = role = type(name, (Subscripted,), {"__module__": __name__})
    return role
