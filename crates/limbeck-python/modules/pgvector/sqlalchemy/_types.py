"""The types themselves."""

from sqlalchemy.dialects._names import of_ours
from sqlalchemy.dialects.postgresql.types import BIT as _BIT
from sqlalchemy.sql.sqltypes import Float
from sqlalchemy.sql.type_api import TypeDecorator, TypeEngine, UserDefinedType

from .. import from_text, to_text


class _Vector(UserDefinedType):
    cache_ok = True

    def __init__(self, dim=None):
        self.dim = dim

    def get_col_spec(self, **kw):
        name = type(self).__name__
        return name if self.dim is None else f"{name}({self.dim})"

    def _limbeck_value(self, value):
        return to_text(value)

    def bind_processor(self, dialect):
        return to_text

    def result_processor(self, dialect, coltype):
        return from_text

    class Comparator(TypeEngine.Comparator):
        def l2_distance(self, other):
            return self.op("<->", return_type=Float)(other)

        def max_inner_product(self, other):
            return self.op("<#>", return_type=Float)(other)

        def cosine_distance(self, other):
            return self.op("<=>", return_type=Float)(other)

        def l1_distance(self, other):
            return self.op("<+>", return_type=Float)(other)

    comparator_factory = Comparator


class VECTOR(_Vector):
    pass


class HALFVEC(_Vector):
    pass


class SPARSEVEC(_Vector):
    def result_processor(self, dialect, coltype):
        return None


Vector = VECTOR


class BIT(TypeDecorator):
    impl = _BIT
    cache_ok = True

    class Comparator(TypeEngine.Comparator):
        def hamming_distance(self, other):
            return self.op("<~>", return_type=Float)(other)

        def jaccard_distance(self, other):
            return self.op("<%>", return_type=Float)(other)

    comparator_factory = Comparator


def avg(*args):
    from sqlalchemy.sql.functions import func

    return func.avg(*args)


def sum(*args):
    from sqlalchemy.sql.functions import func

    return func.sum(*args)


of_ours["postgresql"].update({"vector": VECTOR, "halfvec": HALFVEC, "sparsevec": SPARSEVEC})

# Generated scripts name a type by its module.
for _type in (VECTOR, HALFVEC, SPARSEVEC, BIT):
    _type.__module__ = f"pgvector.sqlalchemy.{_type.__name__.lower()}"
