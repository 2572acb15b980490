"""Types and expressions of SQLModel."""


def __getattr__(name):
    if name not in ("base", "expression", "sqltypes"):
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return __import__(f"{__name__}.{name}", None, None, ("__name__",), 0)
