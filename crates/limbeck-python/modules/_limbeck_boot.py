"""Makes a fresh interpreter ours: streams that the host sees, and exit()."""

import builtins
import sys

import _io
import _limbeck


class Stream(_io._TextIOBase):
    """A standard stream whose text goes through the host, so that order is kept."""

    encoding = "utf-8"
    errors = "backslashreplace"
    newlines = None
    line_buffering = True
    closed = False

    def __init__(self, descriptor, name, real):
        self._descriptor = descriptor
        self._real = real
        self.name = name
        self.mode = "w"

    @property
    def buffer(self):
        self.flush()
        return self._real.buffer

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        _limbeck.write(self._descriptor, text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        _limbeck.flush(self._descriptor)

    def close(self):
        self.flush()

    def writable(self):
        return True

    def readable(self):
        return False

    def seekable(self):
        return False

    def fileno(self):
        return self._descriptor

    def isatty(self):
        return self._real.isatty()


def exit(code=None):
    raise SystemExit(code)


sys.stdout = Stream(1, "<stdout>", sys.__stdout__)
sys.stderr = Stream(2, "<stderr>", sys.__stderr__)
builtins.exit = builtins.quit = exit
