"""One of the places in which generated scripts look for a type."""

from ._all import *
