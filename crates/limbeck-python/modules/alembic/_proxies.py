"""What `alembic.op` and `alembic.context` stand for at the moment."""

operations = []
environments = []
configs = []


class OperationsToBe:
    """The operations of a run that may have no step, and then needs none of their modules."""

    def __init__(self, migration_context):
        self._migration_context = migration_context

    def __getattr__(self, name):
        made = self.__dict__.get("_made")
        if made is None:
            from .operations.base import Operations

            made = self._made = Operations(self._migration_context)
            operations[operations.index(self)] = made
        return getattr(made, name)


def not_established(name, class_name):
    return NameError(
        f"Can't invoke function '{name}', as the proxy object has not yet been established for "
        f"the Alembic '{class_name}' class.  Try placing this code inside a callable."
    )


def environment():
    """The environment of the run; made when it is first asked for, None outside of a run."""
    import _limbeck

    if environments and environments[-1]._run is None or not _limbeck.has_host():
        # One that the project's own code has made.
        return environments[-1] if environments else None
    info = _limbeck.call("context.info", None)
    if info is None:
        return environments[-1] if environments else None
    run = info.get("run")
    if not environments or (run is not None and environments[-1]._run != run):
        from .runtime.environment import EnvironmentContext

        environments.append(EnvironmentContext._of_run(info))
    return environments[-1]
