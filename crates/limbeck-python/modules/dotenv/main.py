"""The same functions, under the address that python-dotenv defines them at."""

from . import (
    DotEnv,
    dotenv_values,
    find_dotenv,
    get_key,
    load_dotenv,
    set_key,
    unset_key,
)
