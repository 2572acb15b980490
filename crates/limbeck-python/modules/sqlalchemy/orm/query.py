"""`session.query()`, and statements whose rows are objects."""

from ..sql import elements
from ..sql.dml import Delete, Update
from ..sql.elements import and_, clause_of
from ..engine.row import Row
from ..sql.selectable import (
    LABEL_STYLE_TABLENAME_PLUS_COL, CompoundSelect, Select, select,
)
from ..util.langhelpers import Subscripted
from ._bulk import bulk_insert, bulk_update, strategy
from ._from_text import FromStatement, run_from_statement
from ._names import named_by_attribute
from ._options import contained, forbids, load_now
from ._written import written
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
        result = _sent(session, statement, params, options, sent)
    elif isinstance(statement, Update):
        return bulk_update(session, statement, params)
    else:
        sets = [params] if isinstance(params, dict) else params
        result = bulk_insert(session, statement, sets, options, sent)
    columns = getattr(statement, "_returning", None)
    if isinstance(statement, Select):
        columns = statement._raw_columns
    elif options.get("_compound"):
        columns = options["_compound"]
    if way == "raw" or not columns or not any(isinstance(item, Selected) for item in columns):
        return named_by_attribute(statement, result)
    before, session._populates = session._populates, bool(options.get("populate_existing"))
    try:
        return _objects(session, columns, result, statement)
    finally:
        session._populates = before


def _sent(session, statement, params, options, sent):
    def send():
        return session.connection().execute(statement, params, **sent)

    if not isinstance(statement, (Update, Delete)):
        return send()
    return written(session, statement, send, options.get("synchronize_session", "auto"))


def _objects(session, columns, result, statement):
    from ..engine.result import IteratorResult

    names, rows = [], []
    keys = getattr(statement, "_attribute_keys", None) or {}
    for item in columns:
        if isinstance(item, Selected):
            names.append(item.description)
        elif id(item) in keys:
            names.append(keys[id(item)])
        else:
            names.append(getattr(item, "key", None) or getattr(item, "name", None) or "anon_1")
    held = set(map(id, session._identities.values())) if forbids(statement) else ()
    takers, at = [], 0
    for item in columns:
        is_made = isinstance(item, Selected)
        width = len(item.pairs()) if is_made else 1
        takers.append((item.reader(session) if is_made else None, at, at + width))
        at += width
    if len(takers) == 1 and takers[0][0] is not None:
        rows = list(zip(map(takers[0][0], result._raw())))
    else:
        for row in result._raw():
            rows.append(tuple([
                row[start] if read is None else read(row[start:end])
                for read, start, end in takers
            ]))
    names, rows = load_now(session, statement, columns, names, rows, held)
    return IteratorResult(names, rows)


class Query(Subscripted):
    """A SELECT that a session runs, built by its methods."""

    def __init__(self, entities, session=None, **kw):
        if not isinstance(entities, (list, tuple)):
            entities = (entities,)
        self.session = session
        self._entities = tuple(entities)
        self._statement = select(*entities)

    _flushes = True

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
        return [_described(item) for item in self._entities]

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
        source, condition, secondary, entity = _join_parts(target, onclause)
        statement = self._statement
        edge = join_edge(target, onclause, source)
        if edge in statement._edges:
            return self._with(statement, _joined=entity)
        edges = statement._edges if edge is None else (*statement._edges, edge)
        if secondary is not None:
            table, near = secondary
            statement = statement.join(table, near, isouter=isouter, full=full)
        statement = statement.join(source, condition, isouter=isouter, full=full)
        statement._edges = edges
        return self._with(statement, _joined=entity)

    def outerjoin(self, target, *props, full=False, **kw):
        return self.join(target, *props, isouter=True, full=full, **kw)

    def options(self, *args):
        return self._with(self._statement.options(*args))

    def execution_options(self, **kw):
        return self._with(self._statement.execution_options(**kw))

    def populate_existing(self):
        return self.execution_options(populate_existing=True)

    def yield_per(self, count):
        return self

    def enable_eagerloads(self, value):
        return self

    def tuples(self):
        return self

    def autoflush(self, setting):
        return self._with(self._statement, _flushes=setting)

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

    def _compound(self, keyword, others):
        made = CompoundSelect(keyword, self._statement, *[item._statement for item in others])
        columns = self._statement._execution_options.get("_compound") or getattr(
            self._statement, "_raw_columns", ())
        return self._with(made.execution_options(_compound=columns))

    def union(self, *others):
        return self._compound("union", others)

    def union_all(self, *others):
        return self._compound("union_all", others)

    def intersect(self, *others):
        return self._compound("intersect", others)

    def intersect_all(self, *others):
        return self._compound("intersect_all", others)

    def except_(self, *others):
        return self._compound("except", others)

    def except_all(self, *others):
        return self._compound("except_all", others)

    def values(self, *columns):
        return iter(self.with_entities(*columns)._rows())

    def value(self, column):
        row = self.with_entities(column).first()
        return None if row is None else row[0]

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
        self._autoflush()
        return run(self.session, self._statement)

    def _autoflush(self):
        if self._flushes:
            self.session._autoflush()

    def _rows(self):
        result = self._result()
        entities = [entity_of(item) is not None for item in self._entities]
        if entities == [True]:
            return list({id(item): item for item, in result._raw()}.values())
        rows = result.fetchall()
        if True not in entities:
            return rows
        rows = _unique(rows, entities)
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
        from ..exc import NoResultFound

        try:
            found = self.one()
        except NoResultFound:
            return None
        return found[0] if isinstance(found, (tuple, Row)) else found

    def get(self, ident):
        return self.session.get(self._entities[0], ident)

    def count(self):
        from ..sql.functions import func

        inner = self._statement.order_by(None).subquery()
        statement = select(func.count(elements.literal_column("*"))).select_from(inner)
        self._autoflush()
        return self.session.connection().execute(statement).scalar()

    def __getitem__(self, item):
        if not isinstance(item, slice):
            _refuse_negative(item)
            return self.slice(item, item + 1)._rows()[0]
        start, stop = item.start, item.stop
        _refuse_negative(start)
        _refuse_negative(stop)
        if start is not None and stop is not None and stop <= start:
            return []
        return self.slice(start, stop)._rows()[:: item.step]

    def _target(self):
        entity = entity_of(self._entities[0])
        if entity is not None:
            return entity.mapper.local_table
        clause = clause_of(self._entities[0])
        if not hasattr(clause, "c"):
            from ..exc import ArgumentError

            raise ArgumentError(
                f"subject table for an INSERT, UPDATE or DELETE expected, got {clause!r}."
            )
        return clause

    def delete(self, synchronize_session="auto", delete_args=None):
        _refuse_parts(self._statement)
        statement = Delete(self._target()).where(*self._statement._conditions())
        return self._write(statement, synchronize_session)

    def update(self, values, synchronize_session="auto", update_args=None):
        _refuse_parts(self._statement)
        statement = Update(self._target()).where(*self._statement._conditions())
        entity = entity_of(self._entities[0])
        pairs = values.items()
        if entity is not None:
            pairs = entity.mapper.pairs_by_column(pairs)
        return self._write(statement.values(dict(pairs)), synchronize_session)

    def _write(self, statement, how):
        refuse_unserved(self.session, ())
        self._autoflush()
        connection = self.session.connection()
        return written(
            self.session, statement, lambda: connection.execute(statement), how,
            getattr(entity_of(self._entities[0]), "mapper", None),
        ).rowcount

    @property
    def whereclause(self):
        return self._statement.whereclause

    @property
    def is_single_entity(self):
        return len(self._entities) == 1 and entity_of(self._entities[0]) is not None

    def __str__(self):
        from ..exc import UnboundExecutionError

        statement = self._statement.set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)
        try:
            bind = None if self.session is None else self.session.get_bind()
        except UnboundExecutionError:
            bind = None
        return str(statement.compile(dialect=getattr(bind, "dialect", None)))


def _described(item):
    entity = entity_of(item)
    if entity is None:
        clause = clause_of(item)
        parent = getattr(item, "_entity", None) or getattr(item, "class_", None)
        name = None if isinstance(item, elements.ColumnElement) and not hasattr(item, "name") else (
            getattr(item, "key", None) or getattr(item, "name", None)
        )
        return {"name": name, "type": getattr(clause, "type", None), "aliased": False,
                "expr": item, "entity": parent}
    name = getattr(item, "__name__", None) or getattr(entity.source, "name", None)
    return {"name": name, "type": entity.mapper.class_, "aliased": entity.alias_of is not None,
            "expr": item, "entity": item}


def _unique(rows, entities):
    """Each row once: objects are told by what they are, values by what they say."""
    found, seen = [], set()
    for row in rows:
        key = tuple([
            id(value) if is_entity or _is_unhashable(value) else value
            for value, is_entity in zip(row, entities)
        ])
        if key not in seen:
            seen.add(key)
            found.append(row)
    return found


def _is_unhashable(value):
    return isinstance(value, (dict, list, set, bytearray))


def _refuse_negative(place):
    if place is not None and place < 0:
        raise IndexError("negative indexes are not accepted by SQL index / slice operators")


_JOINED = "join(), outerjoin(), select_from(), or from_self()"
_PARTS = (("_limit", "limit()"), ("_offset", "offset()"), ("_order_by", "order_by()"),
          ("_group_by", "group_by()"), ("_distinct", "distinct()"), ("_from", _JOINED),
          ("_joins", _JOINED), ("selects", "union()"))


def _refuse_parts(statement):
    """An UPDATE or DELETE is for all rows that `filter()` leaves, whatever else a query says."""
    for name, said in _PARTS:
        found = getattr(statement, name, None)
        if found is not None and found is not False and found != ():
            from ..exc import InvalidRequestError

            raise InvalidRequestError(
                f"Can't call Query.update() or Query.delete() when {said} has been called"
            )


def _source(item):
    entity = entity_of(item)
    return item if entity is None else entity.source


def _join_parts(target, onclause):
    """(what is joined, its condition, the table between, the class)"""
    attribute = None
    if isinstance(target, RelationshipAttribute):
        attribute = target
        target = _joined_class(attribute)
    elif isinstance(onclause, RelationshipAttribute):
        attribute, onclause = onclause, None
        if target is attribute.class_ and attribute._source is None:
            target = _joined_class(attribute)
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


def join_edge(target, onclause, source):
    """What a join along a relationship is known by: the same is joined once."""
    attribute = target if isinstance(target, RelationshipAttribute) else onclause
    if not isinstance(attribute, RelationshipAttribute) or attribute._criteria:
        return None
    return attribute.prop, id(attribute._source), id(source)


def _joined_class(attribute):
    """What a join along a relationship goes to, which has to be told from where it comes from."""
    mapper, target = attribute.class_.__mapper__, attribute.prop.target()
    if attribute._of_type is not None or target is not mapper:
        return attribute.target_class()
    if attribute._source is not None:
        return target.class_
    from ..exc import InvalidRequestError

    raise InvalidRequestError(
        f"Can't construct a join from {mapper} to {target}, they are the same entity: join to "
        f"an alias, {attribute}.of_type(aliased({target.class_.__name__}))"
    )


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
