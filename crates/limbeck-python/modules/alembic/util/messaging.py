"""What Alembic says to the user."""

from .langhelpers import format_as_comma


def write_outstream(stream, *text):
    for part in text:
        stream.write(part)


def msg(msg, newline=True, flush=False, quiet=False):
    import _limbeck

    if quiet:
        return
    if newline and _limbeck.has_host():
        _limbeck.call("config.message", {"text": str(msg)})
    else:
        print(msg, end="\n" if newline else "")


def warn(msg, stacklevel=2):
    import warnings

    warnings.warn(msg, UserWarning, stacklevel=stacklevel)


def warn_deprecated(msg, stacklevel=2):
    import warnings

    warnings.warn(msg, DeprecationWarning, stacklevel=stacklevel)


def err(message, quiet=False):
    import logging
    import sys

    logging.getLogger("alembic.util.messaging").error(message)
    msg(f"FAILED: {message}", quiet=quiet)
    sys.exit(-1)


def obfuscate_url_pw(url):
    from sqlalchemy.engine import make_url

    return make_url(url).render_as_string(hide_password=True)


class status:
    """`with status("doing"):` prints the line and, at the end, how it went."""

    def __init__(self, message, newline=False, quiet=False):
        self.quiet = quiet
        msg(f"{message} ...", newline, quiet=quiet)

    def __enter__(self):
        return self

    def __exit__(self, kind, *raised):
        msg("  FAILED" if kind else "  done", quiet=self.quiet)
