"""Lets packages' modules be imported where what they need is not installed.

What stands in for a missing module is what Limbeck has for it, under the same rules, so that both
tools run a script with the same modules, and neither gives SQL that hangs on a missing one.
"""

import ast
import functools
import importlib.machinery
import importlib.util
import os
import sys
import types

MODULES = os.path.join(os.path.dirname(__file__), "../../crates/limbeck-python/modules")
CAUGHT = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}

# Modules that were stood in for.
used = set()


def is_step_under_way():
    """Whether a step of a migration makes a call, and not a module that is being imported."""
    frame = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_name == "<module>":
            return False
        if frame.f_code.co_name == "run_migrations":
            return frame.f_globals.get("__name__") == "alembic.runtime.migration"
        frame = frame.f_back
    return False


def placeholder():
    native = types.ModuleType("_limbeck")
    native.note_placeholder = lambda module, file, line: used.add(module)
    sys.modules["_limbeck"] = native
    path = os.path.join(MODULES, "_limbeck_placeholder.py")
    spec = importlib.util.spec_from_file_location("_limbeck_placeholder", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    module._step_calls = is_step_under_way
    return module


def names(node):
    nodes = node.elts if isinstance(node, ast.Tuple) else [node]
    return {getattr(node, "id", None) for node in nodes}


def catches(node):
    if isinstance(node, ast.Try):
        return any(h.type is None or names(h.type) & CAUGHT for h in node.handlers)
    if isinstance(node, ast.With):
        calls = [item.context_expr for item in node.items]
        return any(
            isinstance(call, ast.Call) and any(names(arg) & CAUGHT for arg in call.args)
            for call in calls
        )
    return False


@functools.cache
def guarded_lines(path):
    """Lines of a file where an import may fail: the code has an answer to that."""
    try:
        with open(path, encoding="utf-8") as file:
            tree = ast.parse(file.read())
    except (OSError, SyntaxError):
        return frozenset()
    lines = set()

    def walk(body, guarded):
        for node in body:
            inner = guarded or catches(node)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                inner = False
            if guarded and isinstance(node, (ast.Import, ast.ImportFrom)):
                lines.update(range(node.lineno, node.end_lineno + 1))
            walk(getattr(node, "body", []) if not isinstance(node, ast.Expr) else [], inner)
            for name in ("orelse", "finalbody"):
                walk(getattr(node, name, []) if isinstance(node, ast.stmt) else [], guarded)
            for handler in getattr(node, "handlers", []):
                walk(handler.body, guarded)

    walk(tree.body, False)
    return frozenset(lines)


def importer(roots):
    frame = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith("<frozen importlib"):
            frame = frame.f_back
            continue
        if "importlib" in file or "pkgutil" in file:
            return None
        inside = any(file.startswith(root) for root in roots)
        return (file, frame.f_lineno) if inside else None
    return None


class Finder:
    """Comes last, for what no other finder has."""

    def __init__(self, roots):
        self.roots = roots
        self.placeholder = placeholder()

    def find_spec(self, fullname, path=None, target=None):
        parent = sys.modules.get(fullname.rpartition(".")[0])
        if parent is not None and not isinstance(parent, self.placeholder.Placeholder):
            return None
        place = importer(self.roots)
        if place is None or place[1] in guarded_lines(place[0]):
            return None
        loader = self.placeholder.Loader(fullname, *place)
        return importlib.machinery.ModuleSpec(fullname, loader, is_package=True)


def install(*roots):
    """Stands in for what files under these folders import in vain."""
    sys.meta_path.append(Finder([os.path.realpath(root) + os.sep for root in roots]))
