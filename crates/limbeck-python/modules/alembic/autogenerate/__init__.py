"""Comparing models with the database: what env.py files register for it."""

_HOMES = {
    "api": """
        AutogenContext RevisionContext _render_migration_diffs compare_metadata
        produce_migrations render_python_code""",
    "compare": "comparators _produce_net_changes",
    "render": "render_op_text renderers",
    "rewriter": "Rewriter",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name):
    home = _HOME_OF.get(name)
    if home is None and name not in _HOMES:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    module = __import__(f"{__name__}.{home or name}", None, None, ("__name__",), 0)
    return module if home is None else getattr(module, name)
