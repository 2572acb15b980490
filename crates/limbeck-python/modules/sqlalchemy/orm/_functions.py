"""Decorators and functions of the ORM that have no better place."""


def validates(*names, include_removes=False, include_backrefs=True):
    """Marks a method that sees each value that is set."""

    def decorate(function):
        function.__sa_validators__ = names
        return function

    return decorate


def reconstructor(function):
    """Marks a method that is called on objects made from rows."""
    function.__sa_reconstructor__ = True
    return function


def mapper(*args, **kw):
    from ..exc import InvalidRequestError

    raise InvalidRequestError(
        "The 'sqlalchemy.orm.mapper()' function is removed as of SQLAlchemy 2.0.  Use the "
        "'sqlalchemy.orm.registry.map_imperatively()` method of the ``sqlalchemy.orm.registry`` "
        "class to perform classical mapping."
    )


def clear_mappers():
    from ._configuring import forget_all

    forget_all()


def with_parent(instance, prop, from_entity=None):
    from ..sql.elements import and_

    _, near, _ = prop.prop.links()
    own = type(instance).__mapper__
    return and_(*[other == getattr(instance, own.key_of(column)) for column, other in near])
