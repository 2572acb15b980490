"""One of the places in which generated scripts look for a type."""

from .. import _all
from .._all import *
from . import encrypted_type
