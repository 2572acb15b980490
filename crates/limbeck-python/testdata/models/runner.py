"""Runs snippets; the recorder of real SQLAlchemy and pydantic and the test both use it."""

import os
import sys

PRELUDE = """
import datetime, decimal, enum, uuid
from typing import Annotated, Any, ClassVar, Dict, List, Literal, Optional, Set, Tuple, Union
import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import DeclarativeBase, Mapped, declarative_base, declared_attr, mapped_column
from sqlalchemy.orm import relationship
"""


def snippets(text):
    """(name, source) of the parts that `# --- name` lines begin."""
    found, name, lines = [], None, []
    for line in text.splitlines(True):
        if line.startswith("# --- "):
            if name is not None:
                found.append((name, "".join(lines)))
            name, lines = line[6:].strip(), []
        else:
            lines.append(line)
    found.append((name, "".join(lines)))
    return found


def failure(error):
    return {"error": type(error).__name__, "message": str(error)}


def run_models(text, compile_table, compile_index):
    """For each snippet: its tables in order, and the SQL of each on each dialect."""
    found = {}
    for name, source in snippets(text):
        space = {"__name__": "models_case"}
        sys.modules["models_case"] = type(sys)("models_case")
        sys.modules["models_case"].__dict__.update(space)
        space = sys.modules["models_case"].__dict__
        if "sqlmodel" in source:
            clear_sqlmodel()
        try:
            head, future, rest = source.rpartition("from __future__ import annotations\n")
            exec(compile(future + PRELUDE + rest, name, "exec", dont_inherit=True), space)
            found[name] = tables(space, compile_table, compile_index)
        except Exception as error:
            found[name] = failure(error)
    return found


def clear_sqlmodel():
    from sqlmodel import SQLModel

    SQLModel.metadata.clear()
    SQLModel.metadata.naming_convention = {"ix": "ix_%(column_0_label)s"}
    SQLModel._sa_registry.dispose()
    SQLModel._sa_registry._class_registry.clear()


def tables(space, compile_table, compile_index):
    metadata = space.get("metadata")
    if metadata is None:
        metadata = space["Base"].metadata if "Base" in space else space["SQLModel"].metadata
    made = {"keys": list(metadata.tables)}
    if "shown" in space:
        made["shown"] = space["shown"]
    for dialect in ("postgresql", "sqlite"):
        made[dialect] = [
            text.strip()
            for table in metadata.tables.values()
            for text in [compile_table(table, dialect), *[
                compile_index(index, dialect)
                for index in sorted(table.indexes, key=lambda item: str(item.name))
            ]]
        ]
    return made


def run_settings(text, folder):
    """For each snippet: what it shows, or the text of what it raises."""
    found = {}
    for name, source in snippets(text):
        before = dict(os.environ)
        shown = []

        def show(*values):
            shown.extend(value if isinstance(value, str) else repr(value) for value in values)

        def write(file, content):
            path = folder + "/" + file
            with open(path, "w", newline="") as opened:
                opened.write(content)
            return path

        space = {"__name__": "settings_case", "show": show, "write": write, "folder": folder,
                 "environ": os.environ}
        sys.modules["settings_case"] = type(sys)("settings_case")
        sys.modules["settings_case"].__dict__.update(space)
        space = sys.modules["settings_case"].__dict__
        try:
            exec(compile(source, name, "exec", dont_inherit=True), space)
            found[name] = {"shown": shown}
        except Exception as error:
            text = str(error).replace(folder, "<folder>")
            found[name] = {"shown": shown, "error": type(error).__name__, "message": text}
        for key in list(os.environ):
            if key not in before:
                del os.environ[key]
    return found
