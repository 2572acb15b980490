"""Files of Python code."""


def load_python_file(dir_, filename):
    """The module in a file, as Alembic loads scripts."""
    import os
    import re

    from importlib.machinery import SourceFileLoader
    from importlib.util import module_from_spec, spec_from_loader

    path = os.path.join(dir_, filename)
    name = re.sub(r"\W", "_", filename)
    spec = spec_from_loader(name, SourceFileLoader(name, path))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def coerce_resource_to_filename(name):
    return name
