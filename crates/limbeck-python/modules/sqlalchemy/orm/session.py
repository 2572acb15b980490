"""Sessions, as migrations use them: on a connection that is there."""

import _limbeck
from _limbeck import mark

from ..exc import InvalidRequestError
from ..util.langhelpers import Subscripted
from ._history import forget
from ._moves import cascaded, merged, restore
from ._transactions import SessionTransaction, SessionTransactionOrigin, Transactions
from .events import class_listeners, has_listeners, session_listeners, tell
from .exc import UnmappedInstanceError
from .state import state_of

_sessions = []


class _SessionClassMethods:
    @classmethod
    def object_session(cls, instance):
        return object_session(instance)

    @classmethod
    def identity_key(cls, *args, **kw):
        from .util import identity_key

        return identity_key(*args, **kw)


class Session(Transactions, _SessionClassMethods):
    """Objects of mapped classes, and the connection they are loaded and stored on."""

    _is_asyncio = False

    def __init__(self, bind=None, *, autoflush=True, future=True, expire_on_commit=True,
                 autobegin=True, twophase=False, binds=None, enable_baked_queries=True, info=None,
                 query_cls=None, autocommit=False, join_transaction_mode="conditional_savepoint",
                 close_resets_only=True, execution_options=None):
        self.bind = bind
        self.autoflush = autoflush
        self.expire_on_commit = expire_on_commit
        self.info = dict(info or {})
        self._binds = dict(binds or {})
        self._query_cls = query_cls
        self._identities = {}
        self._new = []
        # By id.
        self._deleted = {}
        # Objects that may have something to write, or had when they were in this session.
        self._marked = []
        self._connection = None
        self._own_connection = False
        self._flushing = False
        self._join_mode = join_transaction_mode
        self._autobegin = autobegin
        # Transactions that a `with` block is in.
        self._entered = []
        # The relationships that are being read with their objects.
        self._loading = set()
        # Whether an option has forbidden to read a relationship of some object later.
        self._forbids = False
        # Objects take all that a query reads, over what they have.
        self._populates = False

    def _listeners(self, event):
        return session_listeners(self, event)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close()
        return False

    # Connections and transactions.

    def get_bind(self, mapper=None, *, clause=None, bind=None, **kw):
        found = [item for item in (bind, self.bind, *self._binds.values()) if item is not None]
        if len({id(getattr(item, "engine", item)) for item in found}) > 1 and bind is None:
            raise NotImplementedError(
                "a session writes to one database here, and binds= names several: give each "
                "database a session of its own, Session(bind)"
            )
        return found[0] if found else None

    def close(self):
        self.expunge_all()
        self._end_transaction()

    reset = close

    def invalidate(self):
        self.close()

    def prepare(self):
        self.flush()

    # Objects.

    def add(self, instance, _warn=True):
        self._add_one(instance)
        if not type(instance).__mapper__.related_props:
            return
        for item in cascaded(instance, "save-update"):
            if state_of(item).session is None:
                self._add_one(item)

    def _add_one(self, instance):
        mapper = getattr(type(instance), "__mapper__", None)
        if mapper is None:
            raise UnmappedInstanceError(instance)
        if self._transaction is None:
            self._begun()
        state = state_of(instance)
        if state.session is not None and state.session is not self:
            raise InvalidRequestError(
                f"Object '{instance!r}' is already attached to another session"
            )
        if state.session is self and state.identity is None:
            return
        heard = state.session is None and has_listeners()
        if heard:
            tell(self, "before_attach", self, instance)
        if state.deleted:
            raise InvalidRequestError(
                f"Instance '{instance!r}' has been deleted.  Use the make_transient() function to "
                "send this object back to the transient state."
            )
        state.session = self
        if state.identity is not None:
            from .unitofwork import is_dirty

            self._identities[(mapper.base_mapper.class_, state.identity)] = instance
            self._deleted.pop(id(instance), None)
            if is_dirty(instance):
                mark(instance)
        else:
            self._new.append(instance)
        if heard:
            tell(self, "after_attach", self, instance)
            if state.identity is None:
                tell(self, "transient_to_pending", self, instance)

    def add_all(self, instances):
        for instance in instances:
            self.add(instance)

    def delete(self, instance):
        state = state_of(instance)
        if state.identity is None:
            from ..exc import InvalidRequestError

            raise InvalidRequestError(f"Instance '{instance!r}' is not persisted")
        self._begun()
        if state.session is None:
            self.add(instance)
        for item in [instance, *cascaded(instance, "delete")]:
            if state_of(item).identity is None:
                if state_of(item).session is self:
                    self.expunge(item)
            else:
                self._deleted.setdefault(id(item), item)

    def delete_all(self, instances):
        for instance in instances:
            self.delete(instance)

    def merge(self, instance, *, load=True, options=None):
        """The session's own object with the values of another, and of what belongs to it."""
        with self.no_autoflush:
            return merged(self, instance, {})

    def merge_all(self, instances, *, load=True, options=None):
        return [self.merge(instance) for instance in instances]

    def expunge(self, instance):
        gone = [instance, *cascaded(instance, "expunge", read=False)]
        gone = {id(item): item for item in gone if state_of(item).session is self}
        for item in gone.values():
            state_of(item).session = None
        if any([state_of(item).identity is None for item in gone.values()]):
            self._new = [item for item in self._new if id(item) not in gone]
        for key, item in gone.items():
            self._deleted.pop(key, None)
            known = type(item).__mapper__.base_mapper.class_, state_of(item).identity
            if self._identities.get(known) is item:
                del self._identities[known]

    def expunge_all(self):
        for instance in [*self._identities.values(), *self._new]:
            state_of(instance).session = None
        self._identities.clear()
        self._new.clear()
        self._deleted.clear()
        for instance in self._marked:
            state_of(instance).marked = None
        self._marked.clear()

    def expire(self, instance, attribute_names=None):
        state = state_of(instance)
        own, stored = instance.__dict__, {} if state.stored is None else state.stored
        for name in attribute_names or type(instance).__mapper__._props:
            own.pop(name, None)
            stored.pop(name, None)
            if attribute_names and (state.related or state.pending):
                forget(state, name)
        if not attribute_names:
            forget(state)
            state.marked = None
        for function in class_listeners(type(instance), "expire"):
            function(instance, attribute_names)

    def _forget(self, instance):
        """An object's row is gone."""
        state = state_of(instance)
        key = (type(instance).__mapper__.base_mapper.class_, state.identity)
        self._identities.pop(key, None)
        state.deleted, state.session = True, None

    def _expire_unchanged(self, instances):
        """After a statement for rows: what was read of them is read again, changes stay."""
        from .unitofwork import changes, told

        changed = {id(item): changes(item) for item in told(self)}
        for instance in instances:
            kept = changed.get(id(instance), ())
            names = [key for key in type(instance).__mapper__.facts.keys if key not in kept]
            if names:
                self.expire(instance, names)

    def expire_all(self):
        instances = list(self._identities.values())
        classes = set(map(type, instances))
        _limbeck.expire(instances, {cls: tuple(cls.__mapper__._props) for cls in classes})
        for instance in instances if has_listeners() else ():
            for function in class_listeners(type(instance), "expire"):
                function(instance, None)

    def refresh(self, instance, attribute_names=None, with_for_update=None):
        self._autoflush()
        self.expire(instance, attribute_names)
        mapper = type(instance).__mapper__
        for key, prop in mapper._props.items():
            if prop.columns and not prop.deferred and (
                not attribute_names or key in attribute_names
            ):
                getattr(instance, key)

    def __contains__(self, instance):
        return state_of(instance).session is self

    def __iter__(self):
        return iter([*self._new, *self._identities.values()])

    @property
    def new(self):
        return list(self._new)

    @property
    def deleted(self):
        return list(self._deleted.values())

    @property
    def dirty(self):
        from .unitofwork import told

        return [
            instance for instance in told(self)
            if id(instance) not in self._deleted
        ]

    @property
    def identity_map(self):
        return self._identities

    def is_modified(self, instance, include_collections=True):
        from .unitofwork import changes, is_dirty

        return is_dirty(instance) if include_collections else bool(changes(instance))

    # Queries.

    @property
    def no_autoflush(self):
        return _NoAutoflush(self)

    def _autoflush(self):
        if not self.autoflush or self._flushing or self._is_clean():
            return
        from ..exc import StatementError

        try:
            self.flush()
        except StatementError as error:
            error.add_detail("raised as a result of Query-invoked autoflush; consider using a "
                             "session.no_autoflush block if this flush is occurring prematurely")
            raise

    def query(self, *entities, **kw):
        from .query import Query

        return (self._query_cls or Query)(entities, self, **kw)

    def execute(self, statement, params=None, *, execution_options=None, bind_arguments=None,
                **kw):
        """Runs a statement; classes in a SELECT give objects."""
        from .query import run

        if isinstance(statement, str):
            from ..exc import ArgumentError

            raise ArgumentError(
                f"Textual SQL expression {statement!r} should be explicitly declared as "
                f"text({statement!r})"
            )
        options = {**getattr(statement, "_execution_options", {}), **(execution_options or {})}
        if options.get("autoflush", True):
            self._autoflush()
        return run(self, statement, params, execution_options)

    def scalars(self, statement, params=None, **kw):
        return self.execute(statement, params, **kw).scalars()

    def scalar(self, statement, params=None, **kw):
        return self.execute(statement, params, **kw).scalar()

    def get(self, entity, ident, *, options=None, populate_existing=False, with_for_update=None,
            identity_token=None, execution_options=None, bind_arguments=None):
        mapper = entity.__mapper__ if isinstance(entity, type) else entity
        if isinstance(ident, dict):
            ident = tuple(ident[mapper.key_of(column)] for column in mapper.primary_key)
        elif not isinstance(ident, (tuple, list)):
            ident = (ident,)
        known = self._identities.get((mapper.base_mapper.class_, tuple(ident)))
        if known is not None and not populate_existing:
            return known if isinstance(known, mapper.class_) and self._is_there(known) else None
        query = self.query(mapper.class_).options(*options or ())
        if populate_existing:
            query = query.populate_existing()
        if with_for_update:
            how = with_for_update if isinstance(with_for_update, dict) else {}
            query = query.with_for_update(**how)
        for column, value in zip(mapper.primary_key, ident):
            query = query.filter(column == value)
        return query.first()

    def _is_there(self, instance):
        """Whether an object's row is there, which is asked where nothing is known of it any more."""
        from .exc import ObjectDeletedError

        props = type(instance).__mapper__._props
        if any(key in instance.__dict__ for key, prop in props.items() if prop.columns):
            return True
        try:
            getattr(instance, type(instance).__mapper__.identity_keys[0])
        except ObjectDeletedError:
            return False
        return True

    def get_one(self, entity, ident, **kw):
        found = self.get(entity, ident, **kw)
        if found is None:
            from ..exc import NoResultFound

            raise NoResultFound("No row was found when one was required")
        return found

    # Writing.

    def flush(self, objects=None):
        from .unitofwork import flush

        if self._flushing:
            from ..exc import InvalidRequestError

            raise InvalidRequestError("Session is already flushing")
        if self._is_clean():
            return
        self._flushing = True
        try:
            flush(self)
        finally:
            self._flushing = False

    def _is_clean(self):
        if self._new or self._deleted:
            return False
        if not self._marked:
            return True
        from .unitofwork import is_any_dirty

        return not is_any_dirty(self)

    def bulk_save_objects(self, objects, return_defaults=False, update_changed_only=True,
                          preserve_order=True):
        from ._bulk import save_objects

        self._all_or_nothing(save_objects, objects, return_defaults)

    def bulk_insert_mappings(self, mapper, mappings, return_defaults=False, render_nulls=False):
        from ._bulk import insert_mappings

        self._all_or_nothing(
            insert_mappings, mapper.__mapper__, mappings, return_defaults, render_nulls
        )

    def bulk_update_mappings(self, mapper, mappings):
        from ._bulk import update_mappings

        self._all_or_nothing(update_mappings, mapper.__mapper__, mappings)

    def _all_or_nothing(self, write, *given):
        transaction = self._begun()
        transaction.check()
        try:
            write(self, *given)
        except BaseException as error:
            transaction.failed(error)
            raise


class _NoAutoflush:
    def __init__(self, session):
        self.session = session

    def __enter__(self):
        self.before, self.session.autoflush = self.session.autoflush, False
        return self.session

    def __exit__(self, *failure):
        self.session.autoflush = self.before
        return False


class sessionmaker(_SessionClassMethods, Subscripted):
    """Makes sessions of one configuration."""

    def __init__(self, bind=None, *, class_=Session, autoflush=True, expire_on_commit=True,
                 info=None, **kw):
        kw.update(bind=bind, autoflush=autoflush, expire_on_commit=expire_on_commit)
        if info is not None:
            kw["info"] = info
        self.kw = kw
        # A class of its own, for those who listen to the sessions of this one alone.
        self.class_ = type(class_.__name__, (class_,), {"__module__": class_.__module__})

    def begin(self):
        session = self()
        return _Begun(session)

    def __call__(self, **local_kw):
        return self.class_(**{**self.kw, **local_kw})

    def configure(self, **new_kw):
        self.kw.update(new_kw)


class _Begun:
    def __init__(self, session):
        self.session = session

    def __enter__(self):
        return self.session

    def __exit__(self, kind, error, trace):
        if kind is None:
            self.session.commit()
        else:
            self.session.rollback()
        self.session.close()
        return False


def close_all_sessions():
    pass


def object_session(instance):
    return state_of(instance).session


def _state_session(state):
    return state.session


def make_transient(instance):
    state = state_of(instance)
    if state.session is not None:
        state.session.expunge(instance)
    restore(state)


def make_transient_to_detached(instance):
    state = state_of(instance)
    state.identity = tuple(type(instance).__mapper__.primary_key_from_instance(instance))


class ORMExecuteState:
    pass
