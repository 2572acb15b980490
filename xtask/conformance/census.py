"""Lists what migration scripts take from the modules they import.

Usage: census.py PROJECT FOLDER... A FOLDER is what unpack.py made. Makes PROJECT, whose only
script says under Limbeck which of these names are not there: of those that the modules installed
here have, with how many scripts use each, and of those of modules that are not installed here.
"""

import ast
import collections
import contextlib
import importlib
import importlib.util
import io
import json
import os
import sys
import warnings

INI = "[alembic]\nscript_location = %(here)s\nsqlalchemy.url = sqlite://\n"

ENV = """\
from alembic import context

context.configure(url="sqlite://")
with context.begin_transaction():
    context.run_migrations()
"""

SCRIPT = '''\
import importlib
import json

revision = "census"
down_revision = None


def has(module, names):
    try:
        value = importlib.import_module(module)
        for name in names:
            value = getattr(value, name)
    except Exception:
        return False
    return True


def upgrade():
    with open({path!r}) as file:
        uses = json.load(file)
    for scripts, module, names in uses:
        if not has(module, names):
            print("missing:", scripts, ".".join([module, *names]))
'''


def imported(tree):
    """Local names with the dotted names they stand for."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.split(".")[0]
                names[alias.asname or root] = alias.name if alias.asname else root
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def dotted(node):
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        start = dotted(node.value)
        return start and [*start, node.attr]
    return None


def uses(text):
    """Every dotted name that a script takes from an imported module."""
    tree = ast.parse(text)
    names = imported(tree)
    found = set(names.values())
    for node in ast.walk(tree):
        path = isinstance(node, ast.Attribute) and dotted(node)
        if path and path[0] in names:
            found.add(".".join([names[path[0]], *path[1:]]))
    return found


def resolve(name):
    """The module and the attributes within it; None where this Python has no such thing."""
    words = name.split(".")
    for end in range(len(words), 0, -1):
        module = ".".join(words[:end])
        try:
            if importlib.util.find_spec(module) is None:
                continue
            value = importlib.import_module(module)
        except Exception:
            continue
        attributes = words[end:]
        try:
            for attribute in attributes:
                value = getattr(value, attribute)
        except Exception:
            return None
        return module, attributes
    return None


def main(project, *folders):
    warnings.simplefilter("ignore")
    counts = collections.Counter()
    for folder in folders:
        with open(os.path.join(folder, "scripts.txt"), encoding="utf-8") as file:
            scripts = file.read().split()
        for script in scripts:
            versions = os.path.join(folder, script, "versions")
            for name in os.listdir(versions):
                if name.endswith(".py"):
                    with open(os.path.join(versions, name), encoding="utf-8") as file:
                        counts.update(uses(file.read()))
    present, absent = [], collections.Counter()
    for name, count in counts.most_common():
        root = name.split(".")[0]
        found = resolve(name)
        if found:
            present.append((count, *found))
        elif not importlib.util.find_spec(root):
            absent[root] = max(absent[root], count)
    os.makedirs(os.path.join(project, "versions"), exist_ok=True)
    path = os.path.join(project, "uses.json")
    texts = {
        "alembic.ini": INI,
        "env.py": ENV,
        "uses.json": json.dumps(present),
        "versions/census.py": SCRIPT.format(path=path),
    }
    for name, text in texts.items():
        with open(os.path.join(project, name), "w", encoding="utf-8") as file:
            file.write(text)
    print(f"{len(present)} names are taken from modules that are installed here")
    for root, count in absent.most_common():
        print(f"not installed: {count} {root}")


main(*sys.argv[1:])
