from . import err
from .err import IntegrityError
