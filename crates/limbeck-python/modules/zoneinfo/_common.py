"""The time zones in the binary, in place of those of a system that may have none."""

import _limbeck


class ZoneInfoNotFoundError(KeyError):
    """No time zone has this key."""


class _Zone:
    """What stands for an open file of the time zone database."""

    def __init__(self, content):
        self.content = content

    def read(self):
        return self.content

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        pass


def load_tzdata(key):
    content = _limbeck.time_zone(key)
    if content is None:
        raise ZoneInfoNotFoundError(f"No time zone found with key {key}")
    return _Zone(content)


def load_data(file):
    return _limbeck.parse_time_zone(file.read())
