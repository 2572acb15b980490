"""Engines, connections, results and URLs; each name is loaded when it is first asked for."""

_HOMES = {
    "url": "URL make_url",
    "create": "create_engine create_pool_from_url engine_from_config",
    "mock": "create_mock_engine MockConnection",
    "base": """
        Connectable Connection ConnectionEventsTarget Engine NestedTransaction OptionEngine RootTransaction Transaction
        TwoPhaseTransaction""",
    "cursor": "CursorResult ResultProxy",
    "interfaces": """
        AdaptedConnection BindTyping Compiled CreateEnginePlugin Dialect ExceptionContext
        ExecutionContext TypeCompiler""",
    "reflection": "Inspector ObjectKind ObjectScope",
    "result": """
        ChunkedIteratorResult FilterResult FrozenResult IteratorResult MappingResult MergedResult
        Result ScalarResult TupleResult result_tuple""",
    "row": "BaseRow Row RowMapping",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name):
    home = _HOME_OF.get(name, name if name in _HOMES or name in ("default", "util") else None)
    if home is None:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    module = __import__(f"{__name__}.{home}", None, None, ("__name__",), 0)
    return module if home == name else getattr(module, name)
