"""The operators that only PostgreSQL has, by SQLAlchemy's names."""

from ...sql.operators import custom_op as _custom_op


def _operator(sign, precedence=5, groups=True):
    return _custom_op(
        sign, precedence, is_comparison=precedence == 5, natural_self_precedent=groups,
        eager_grouping=groups,
    )


GETITEM = _operator("->", 15)
ASTEXT = _operator("->>", 15)
JSONPATH_ASTEXT = _operator("#>>", 15)
DELETE_PATH = _operator("#-", 15)
HAS_KEY = _operator("?")
HAS_ALL = _operator("?&")
HAS_ANY = _operator("?|")
PATH_EXISTS = _operator("@?")
PATH_MATCH = _operator("@@")
CONTAINS = _operator("@>")
CONTAINED_BY = _operator("<@")
OVERLAP = _operator("&&", groups=False)
STRICTLY_LEFT_OF = _operator("<<", groups=False)
STRICTLY_RIGHT_OF = _operator(">>", groups=False)
NOT_EXTEND_RIGHT_OF = _operator("&<", groups=False)
NOT_EXTEND_LEFT_OF = _operator("&>", groups=False)
ADJACENT_TO = _operator("-|-", groups=False)
