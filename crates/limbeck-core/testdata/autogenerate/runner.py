"""What the files of cases start with: `case` registers a pair of models.

A case fills two metadata, the one that the database is made from and the one that the models
are. It runs under SQLAlchemy for the recording and under our own modules for the tests.
"""

import datetime
import decimal
import enum
import uuid

import sqlalchemy as sa
from sqlalchemy import *
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.sql import column, func, literal_column, text

CASES = {}


def case(dialects="postgresql sqlite mariadb", metadata=None, sql=(), exclude=(), exclude_names=(),
         unordered=False, **options):
    """`metadata` goes to both MetaData, `sql` runs once the database stands.

    `exclude` and `exclude_names` are the (type, name) that `include_object` and `include_name`
    refuse; `unordered` marks what Alembic puts in no order of its own.
    """

    def register(function):
        CASES[function.__name__] = {
            "function": function,
            "dialects": dialects.split(),
            "metadata": metadata or {},
            "sql": list(sql),
            "exclude": [list(pair) for pair in exclude],
            "exclude_names": [list(pair) for pair in exclude_names],
            "unordered": unordered,
            "options": options,
        }
        return function

    return register


def models_of(name):
    """The two metadata of a case."""
    given = CASES[name]
    before, after = MetaData(**given["metadata"]), MetaData(**given["metadata"])
    given["function"](before, after)
    return before, after
