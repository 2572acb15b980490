"""What Alembic says to the user."""

from .langhelpers import format_as_comma


def write_outstream(stream, *text):
    for part in text:
        stream.write(part)


def msg(msg, newline=True, flush=False, quiet=False):
    if not quiet:
        print(msg, end="\n" if newline else "")


def warn(msg, stacklevel=2):
    import warnings

    warnings.warn(msg, UserWarning, stacklevel=stacklevel)


def warn_deprecated(msg, stacklevel=2):
    import warnings

    warnings.warn(msg, DeprecationWarning, stacklevel=stacklevel)


def err(message, quiet=False):
    from .exc import CommandError

    raise CommandError(message)


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
