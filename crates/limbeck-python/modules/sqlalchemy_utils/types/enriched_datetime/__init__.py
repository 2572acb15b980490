"""One of the places in which generated scripts look for a type."""

from .. import _all
from .._all import *
from . import enriched_date_type, enriched_datetime_type
