"""Plugins."""


class Plugin:
    """A plugin of autogenerate, by name."""

    def __init__(self, name):
        self.name = name

    @classmethod
    def setup_plugin_from_module(cls, module, name):
        plugin = cls(name)
        setup = getattr(module, "setup", None)
        if setup is not None:
            setup(plugin)

    def add_autogenerate_comparator(self, fn, compare_target, compare_element=None, **kw):
        from ..autogenerate.compare import comparators

        comparators.dispatch_for(compare_target)(fn)
