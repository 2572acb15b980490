"""The order in which tables are made."""


def sort_tables(tables, skip_fn=None, extra_dependencies=None):
    """The tables so that each comes after those it refers to; as they come within a cycle."""
    tables = list(tables)
    known = {table.key: table for table in tables}
    needs = {table.key: [] for table in tables}
    for table in tables:
        for constraint in _foreign_keys(table):
            if constraint.use_alter or (skip_fn is not None and skip_fn(constraint)):
                continue
            schema, name, _ = constraint.elements[0]._effective_target()
            other = f"{schema}.{name}" if schema is not None else name
            if other in known and other != table.key:
                needs[table.key].append(other)
        needs[table.key] += [other.key for other in table._extra_dependencies]
    for first, second in extra_dependencies or ():
        needs[second.key].append(first.key)
    ordered, placed = [], set()
    waiting = list(tables)
    while waiting:
        ready = [
            table for table in waiting
            if all(key in placed or key not in known for key in needs[table.key])
        ]
        # A cycle has no right order: its first table goes as it comes.
        for table in ready or waiting[:1]:
            ordered.append(table)
            placed.add(table.key)
        waiting = [table for table in waiting if table.key not in placed]
    return ordered


def sort_tables_and_constraints(tables, filter_fn=None, extra_dependencies=None):
    """(table, constraints) pairs in order, then (None, constraints that need ALTER)."""
    from ..exc import CircularDependencyError
    from ..util import topological

    tables = list(tables)
    fixed, needs, later = list(extra_dependencies or ()), [], []
    known = {table.key: table for table in tables}
    for table in tables:
        fixed += [(parent, table) for parent in table._extra_dependencies]
        for constraint in _foreign_keys(table):
            if constraint.use_alter or filter_fn is not None and filter_fn(constraint) is True:
                later.append(constraint)
                continue
            other = _referred(constraint, known)
            if other is not None and other is not table:
                needs.append((other, table))
    try:
        ordered = list(topological.sort([*fixed, *needs], tables))
    except CircularDependencyError as error:
        within = [
            constraint
            for table in tables if table in error.cycles
            for constraint in _foreign_keys(table)
            if filter_fn is None or filter_fn(constraint) is not False
        ]
        gone = [(_referred(each, known), each.table) for each in within]
        later += [constraint for constraint in within if constraint not in later]
        needs = [pair for pair in needs if pair not in gone]
        ordered = list(topological.sort([*fixed, *needs], tables))
    return [
        *((table, table.foreign_key_constraints.difference(later)) for table in ordered),
        (None, later),
    ]


def _foreign_keys(table):
    return sorted(table.foreign_key_constraints, key=lambda item: item._creation_order)


def _referred(constraint, known):
    schema, name, _ = constraint.elements[0]._effective_target()
    return known.get(name if schema is None else f"{schema}.{name}")
