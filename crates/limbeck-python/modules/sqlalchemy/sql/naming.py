"""Names of constraints: final names, and the conventions that give names."""


class conv(str):
    """A name that no naming convention changes: what `op.f()` gives."""

    __slots__ = ()

    def __limbeck__(self):
        return {"final": str(self)}


class _NoneName:
    """The name of a type's own CHECK that has none; a convention may not ask for it."""

    __slots__ = ()

    def __repr__(self):
        return "_NONE_NAME"

    def __bool__(self):
        return True

    def __limbeck__(self):
        return None


_NONE_NAME = _NoneName()


def convention_templates(convention):
    """The text templates of a convention by kind, as Rust takes them; None where it has none."""
    if not convention:
        return None
    templates = {}
    for kind, template in convention.items():
        if isinstance(template, str):
            templates[kind if isinstance(kind, str) else _prefix_of(kind)] = template
    return {kind: template for kind, template in templates.items() if kind} or None


def has_callables(convention):
    return any(callable(value) and not isinstance(value, type) for value in convention.values())


def _prefix_of(cls):
    names = {
        "Index": "ix",
        "PrimaryKeyConstraint": "pk",
        "CheckConstraint": "ck",
        "UniqueConstraint": "uq",
        "ForeignKeyConstraint": "fk",
    }
    for ancestor in cls.__mro__:
        if ancestor.__name__ in names:
            return names[ancestor.__name__]
    return None


class _Tokens:
    """The values that a template may ask for, for one constraint of one table."""

    def __init__(self, constraint, table, convention):
        self.constraint = constraint
        self.table = table
        self.convention = convention

    @property
    def _is_foreign_key(self):
        return self.constraint.__visit_name__ == "foreign_key_constraint"

    def _columns(self):
        if self._is_foreign_key:
            return [key.parent for key in self.constraint.elements]
        return list(self.constraint.columns)

    def _value(self, kind, position):
        if kind.startswith("referred_"):
            elements = self.constraint.elements
            return elements[position]._referred_column_name()
        columns = self._columns()
        if position >= len(columns):
            return ""
        column = columns[position]
        if kind.endswith("key"):
            return column.key
        if kind.endswith("label"):
            schema = getattr(self.table, "schema", None)
            place = f"{schema.replace('.', '_')}_{self.table.name}" if schema else self.table.name
            return f"{place}_{column.name}"
        return column.name

    def __getitem__(self, token):
        if token in self.convention:
            return self.convention[token](self.constraint, self.table)
        if token == "table_name":
            return self.table.name
        if token == "referred_table_name":
            return self.constraint.elements[0]._referred_table_name()
        if token == "constraint_name":
            return self._constraint_name()
        import re

        found = re.match(r"(referred_)?column_(\d+)(_?N)?_(name|key|label)$", token)
        if found is None:
            raise KeyError(token)
        kind = (found.group(1) or "") + found.group(4)
        many = found.group(3)
        if not many:
            return self._value(kind, int(found.group(2)))
        separator = "_" if many.startswith("_") else ""
        count = len(self._columns())
        return separator.join(self._value(kind, position) for position in range(count))

    def _constraint_name(self):
        name = self.constraint.__dict__["name"]
        if name is None or name is _NONE_NAME:
            from ..exc import InvalidRequestError

            raise InvalidRequestError(
                "Naming convention including %(constraint_name)s token requires that constraint "
                "is explicitly named."
            )
        return name


def template_for(convention, constraint):
    """The template that a convention holds for this kind of constraint, or None."""
    for ancestor in type(constraint).__mro__:
        prefix = {
            "Index": "ix",
            "PrimaryKeyConstraint": "pk",
            "CheckConstraint": "ck",
            "UniqueConstraint": "uq",
            "ForeignKeyConstraint": "fk",
        }.get(ancestor.__name__)
        if prefix is not None and prefix in convention:
            return convention[prefix]
        if ancestor in convention:
            return convention[ancestor]
    return None


def name_by_convention(constraint, table, convention):
    """The name that a convention with callable tokens gives, or the constraint's own."""
    name = constraint.__dict__["name"]
    if isinstance(name, conv):
        return name
    template = template_for(convention, constraint)
    if template is None:
        return name
    if name is None or name is _NONE_NAME or "constraint_name" in template:
        return conv(template % _Tokens(constraint, table, convention))
    return name
