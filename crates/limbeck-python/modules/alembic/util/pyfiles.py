"""Files of Python code."""


def load_python_file(dir_, filename):
    """The module in a file, as Alembic loads scripts."""
    import os
    import re

    return load_module_py(re.sub(r"\W", "_", filename), os.path.join(dir_, filename))


def coerce_resource_to_filename(name):
    return name


def load_module_py(module_id, path):
    """The module in the file at `path`, under the name `module_id`."""
    from importlib.machinery import SourceFileLoader
    from importlib.util import module_from_spec, spec_from_loader

    path = str(path)
    spec = spec_from_loader(module_id, SourceFileLoader(module_id, path))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
