"""PostgreSQL's EXCLUDE constraint."""

from ...sql._schema_constraints import (
    ColumnCollectionConstraint,
    Constraint,
    argument_error,
    columns_in,
    ddl_expression,
)
from ...sql._schema_index import _option_key
from ...sql._schema_item import ColumnMarker
from ...sql.type_api import present


class ExcludeConstraint(ColumnCollectionConstraint):
    """`EXCLUDE USING gist (a WITH =, ..)`."""

    __visit_name__ = "exclude_constraint"
    _wire_kind = "exclude"
    where = None

    def __init__(self, *elements, name=None, deferrable=None, initially=None, using=None,
                 where=None, ops=None, **kw):
        # Other keywords are passed over, as by SQLAlchemy.
        Constraint.__init__(self, name=name, deferrable=deferrable, initially=initially)
        self.using = using or "gist"
        self.where = None if where is None else ddl_expression(where)
        self.ops = dict(ops or {})
        self._given = []
        for element, operator in elements:
            if not isinstance(element, (str, ColumnMarker)):
                element = ddl_expression(element)
            self._given.append((element, operator))
        columns = []
        for element, _ in self._given:
            columns += [element] if isinstance(element, str) else columns_in(element)
        self._init_columns(columns)

    @property
    def operators(self):
        return {self._key(element): operator for element, operator in self._given}

    def _key(self, element):
        return element if isinstance(element, str) else _option_key(element)

    def _copy(self, target_table=None, **kw):
        copied = ExcludeConstraint(
            *((element.name if isinstance(element, ColumnMarker) else element, operator)
              for element, operator in self._given),
            name=self.name, deferrable=self.deferrable, initially=self.initially,
            using=self.using, where=self.where, ops=self.ops,
        )
        return self._copied_to(copied)

    def _set_parent(self, table, **kw):
        Constraint._set_parent(self, table)
        for element, _ in self._given:
            if isinstance(element, str):
                # A string is a column's name; SQL has to be text().
                if element not in table.c:
                    from ...exc import ConstraintColumnNotFoundError

                    raise ConstraintColumnNotFoundError(
                        f"Can't create ExcludeConstraint on table '{table.description}': no "
                        f"column named '{element}' is present."
                    )
                self._columns.add(table.c[element])
            else:
                for column in columns_in(element):
                    self._columns.add(column)

    def _wire_args(self):
        return present(
            elements=[self._element(element, operator) for element, operator in self._given],
            using=self.using,
            where=self.where,
            ops=self.ops or None,
        )

    def _element(self, element, operator):
        name = self._key(element)
        if isinstance(element, str):
            element = {"expr": "column", "name": element}
        return present(expr=element, name=name, operator=operator)
