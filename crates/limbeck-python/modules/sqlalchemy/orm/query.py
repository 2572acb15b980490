"""`session.query()`, and statements whose rows are objects."""

from ..sql import elements
from ..sql.dml import Delete, Update
from ..sql.elements import and_, clause_of
from ..sql.selectable import Select, select
from ..util.langhelpers import Subscripted
from ._bulk import bulk_insert, bulk_update, strategy
from ._from_text import FromStatement, run_from_statement
from ._options import contained, load_now
from .events import refuse_unserved
from .loading import Entity, Selected, SelectedBundle, entity_of
from ._comparisons import alias_of, on_condition
from ._related import RelationshipAttribute


def run(session, statement, params=None, execution_options=None):
    """Runs a statement on the session's connection; a SELECT of classes gives their objects."""
    refuse_unserved(session, ())
    if isinstance(statement, FromStatement):
        return run_from_statement(session, statement, params)
    statement = contained(statement)
    options = {**getattr(statement, "_execution_options", {}), **(execution_options or {})}
    sent = {"execution_options": execution_options} if execution_options else {}
    way = strategy(statement, params, options)
    if way != "bulk":
        result = session.connection().execute(statement, params, **sent)
    elif isinstance(statement, Update):
        return bulk_update(session, statement, params)
    else:
        sets = [params] if isinstance(params, dict) else params
        result = bulk_insert(session, statement, sets, options, sent)
    if isinstance(statement, Select):
        columns = statement._raw_columns
    else:
        columns = getattr(statement, "_returning", None)
    if isinstance(statement, (Update, Delete)):
        session._expire_unchanged(statement.table)
    if way == "raw" or not columns or not any(isinstance(item, Selected) for item in columns):
        return result
    return _objects(session, columns, result, statement)


def _objects(session, columns, result, statement):
    from ..engine.result import IteratorResult

    names, rows = [], []
    for item in columns:
        if isinstance(item, Selected):
            names.append(item.description)
        else:
            names.append(getattr(item, "key", None) or getattr(item, "name", None) or "anon_1")
    widths = [len(item.pairs()) if isinstance(item, Selected) else None for item in columns]
    for row in result.fetchall():
        made, at = [], 0
        for item, width in zip(columns, widths):
            if width is None:
                made.append(row[at])
                at += 1
            else:
                made.append(item.made(session, row[at : at + width]))
                at += width
        rows.append(tuple(made))
    names, rows = load_now(session, statement, columns, names, rows)
    return IteratorResult(names, rows)


class Query(Subscripted):
    """A SELECT that a session runs, built by its methods."""

    def __init__(self, entities, session=None, **kw):
        if not isinstance(entities, (list, tuple)):
            entities = (entities,)
        self.session = session
        self._entities = tuple(entities)
        self._statement = select(*entities)

    def _with(self, statement, **changes):
        copied = type(self).__new__(type(self))
        copied.__dict__.update(self.__dict__)
        copied._statement = statement
        copied.__dict__.update(changes)
        return copied

    @property
    def statement(self):
        return self._statement

    @property
    def selectable(self):
        return self._statement

    def __clause_element__(self):
        return self._statement

    @property
    def column_descriptions(self):
        return [{"name": getattr(item, "key", getattr(item, "__name__", None)), "expr": item,
                 "type": item, "entity": item} for item in self._entities]

    def filter(self, *criterion):
        return self._with(self._statement.where(*criterion))

    where = filter

    def filter_by(self, **kwargs):
        target = self.__dict__.get("_joined") or self._entity()
        conditions = []
        for name, value in kwargs.items():
            attribute = getattr(target, name, None)
            if attribute is None:
                from ..exc import InvalidRequestError

                raise InvalidRequestError(f'Entity namespace for "{target}" has no property '
                                          f'"{name}"')
            conditions.append(attribute == value)
        return self.filter(*conditions)

    def _entity(self):
        for item in self._entities:
            if entity_of(item) is not None:
                return item
            found = getattr(item, "class_", None)
            if found is not None:
                return found
        return clause_of(self._entities[0]).table.c

    def order_by(self, *clauses):
        if len(clauses) == 1 and (clauses[0] is None or clauses[0] is False):
            return self._with(self._statement.order_by(None))
        return self._with(self._statement.order_by(*clauses))

    def group_by(self, *clauses):
        return self._with(self._statement.group_by(*clauses))

    def having(self, *criterion):
        return self._with(self._statement.having(*criterion))

    def limit(self, limit):
        return self._with(self._statement.limit(limit))

    def offset(self, offset):
        return self._with(self._statement.offset(offset))

    def slice(self, start, stop):
        return self._with(self._statement.slice(start, stop))

    def distinct(self, *expr):
        return self._with(self._statement.distinct(*expr))

    def with_for_update(self, **kw):
        return self._with(self._statement.with_for_update(**kw))

    def select_from(self, *froms):
        statement = self._statement.select_from(*[_source(item) for item in froms])
        return self._with(statement._of_own_rows(*froms))

    def join(self, target, *props, isouter=False, full=False, **kw):
        onclause = props[0] if props else kw.get("onclause")
        query = self
        source, condition, secondary, entity = _join_parts(target, onclause)
        statement = query._statement
        if secondary is not None:
            table, near = secondary
            statement = statement.join(table, near, isouter=isouter, full=full)
        return query._with(statement.join(source, condition, isouter=isouter, full=full),
                           _joined=entity)

    def outerjoin(self, target, *props, full=False, **kw):
        return self.join(target, *props, isouter=True, full=full, **kw)

    def options(self, *args):
        return self._with(self._statement.options(*args))

    def execution_options(self, **kw):
        return self

    def populate_existing(self):
        return self

    def yield_per(self, count):
        return self

    def enable_eagerloads(self, value):
        return self

    def autoflush(self, setting):
        return self

    def correlate(self, *froms):
        return self._with(self._statement.correlate(*froms))

    def with_session(self, session):
        return self._with(self._statement, session=session)

    def params(self, *args, **kw):
        return self._with(self._statement.params(*args, **kw))

    def with_entities(self, *entities):
        return self._with(self._statement.with_only_columns(*entities), _entities=entities)

    def add_columns(self, *columns):
        return self._with(self._statement.add_columns(*columns),
                          _entities=(*self._entities, *columns))

    add_entity = add_column = add_columns

    def from_statement(self, statement):
        return self._with(FromStatement(self._statement._raw_columns, statement))

    def union(self, *others):
        return self._with(self._statement.union(*[item._statement for item in others]))

    def union_all(self, *others):
        return self._with(self._statement.union_all(*[item._statement for item in others]))

    def subquery(self, name=None, **kw):
        return self._statement.subquery(name)

    def cte(self, name=None, recursive=False, nesting=False):
        return self._statement.cte(name, recursive=recursive, nesting=nesting)

    def label(self, name):
        return self._statement.label(name)

    def scalar_subquery(self):
        return self._statement.scalar_subquery()

    as_scalar = scalar_subquery

    def exists(self):
        return self._statement.with_only_columns(
            elements.literal_column("1"), maintain_column_froms=True
        ).exists()

    # Running.

    def _result(self):
        self.session._autoflush()
        return run(self.session, self._statement)

    def _rows(self):
        result = self._result()
        rows = result.fetchall()
        if len(self._entities) == 1 and entity_of(self._entities[0]) is not None:
            unique = []
            seen = set()
            for row in rows:
                if id(row[0]) not in seen:
                    seen.add(id(row[0]))
                    unique.append(row[0])
            return unique
        return rows

    def all(self):
        return self._rows()

    def __iter__(self):
        return iter(self._rows())

    def first(self):
        whole = isinstance(self._statement, FromStatement)
        found = (self if whole else self.limit(1))._rows()
        return found[0] if found else None

    def one(self):
        found = self._rows()
        if not found:
            from ..exc import NoResultFound

            raise NoResultFound("No row was found when one was required")
        return self._alone(found, "exactly one")

    def one_or_none(self):
        found = self._rows()
        return self._alone(found, "one or none") if found else None

    def _alone(self, found, wanted):
        if len(found) > 1:
            from ..exc import MultipleResultsFound

            raise MultipleResultsFound(f"Multiple rows were found when {wanted} was required")
        return found[0]

    def scalar(self):
        row = self._result().first()
        return None if row is None else row[0]

    def get(self, ident):
        return self.session.get(self._entities[0], ident)

    def count(self):
        from ..sql.functions import func

        inner = self._statement.order_by(None).subquery()
        statement = select(func.count(elements.literal_column("*"))).select_from(inner)
        self.session._autoflush()
        return self.session.connection().execute(statement).scalar()

    def __getitem__(self, item):
        if isinstance(item, slice):
            return self.slice(item.start or 0, item.stop)._rows()
        return self.slice(item, item + 1)._rows()[0]

    def _target(self):
        entity = entity_of(self._entities[0])
        return entity.mapper.local_table if entity is not None else clause_of(
            self._entities[0]).table

    def delete(self, synchronize_session="auto", delete_args=None):
        statement = Delete(self._target()).where(*self._statement._conditions())
        return self._write(statement)

    def update(self, values, synchronize_session="auto", update_args=None):
        statement = Update(self._target()).where(*self._statement._conditions())
        entity = entity_of(self._entities[0])
        pairs = values.items()
        if entity is not None:
            pairs = entity.mapper.pairs_by_column(pairs)
        return self._write(statement.values(dict(pairs)))

    def _write(self, statement):
        refuse_unserved(self.session, ())
        self.session._autoflush()
        result = self.session.connection().execute(statement)
        self.session._expire_unchanged(statement.table)
        return result.rowcount

    def __str__(self):
        return str(self._statement)


def _source(item):
    entity = entity_of(item)
    return item if entity is None else entity.source


def _join_parts(target, onclause):
    """(what is joined, its condition, the table between, the class)"""
    attribute = None
    if isinstance(target, RelationshipAttribute):
        attribute = target
        target = attribute.target_class()
    elif isinstance(onclause, RelationshipAttribute):
        attribute, onclause = onclause, None
    entity = entity_of(target)
    source = target if entity is None else entity.source
    if attribute is None:
        return source, onclause, None, target
    first, second = on_condition(attribute.prop, attribute._source, alias_of(target))
    own = None if entity is None else entity.mapper.own_rows(alias_of(target))
    more = [*attribute._criteria, *([] if own is None else [own])]
    if second is None:
        return source, and_(first, *more), None, target
    return source, and_(second, *more), (attribute.prop.secondary_table, first), target


class Bundle(Subscripted):
    """Columns that come as one."""

    def __init__(self, name, *exprs, **kw):
        self.name = self.__name__ = name
        self.exprs = exprs

    @property
    def _limbeck_selected(self):
        return SelectedBundle(self)

    @property
    def c(self):
        return {getattr(item, "key", None): item for item in self.exprs}

    columns = c


AliasOption = object
