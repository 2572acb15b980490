"""Types of dialects that Limbeck does not speak, so that scripts that name them in variants load."""

from ..sql.type_api import TypeEngine


def foreign_type(dialect, name):
    """A type class that keeps its arguments; to use it on another dialect is an error."""

    def init(self, *args, **kw):
        self.args, self.kw = args, kw

    def wire(self):
        return {"type": "foreign", "dialect": dialect, "name": name}

    def show(self):
        shown = [repr(item) for item in self.args]
        shown += [f"{key}={value!r}" for key, value in self.kw.items()]
        return f"{name}({', '.join(shown)})"

    body = {"__init__": init, "_wire": wire, "__repr__": show, "__visit_name__": name}
    return type(name, (TypeEngine,), body)
