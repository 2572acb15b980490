"""Where zoneinfo looks for files: nowhere, since the binary holds every time zone."""

import _limbeck

TZPATH = ()


class InvalidTZPathWarning(RuntimeWarning):
    """A folder to search is not absolute."""


def reset_tzpath(to=None):
    pass


def find_tzfile(key):
    return None


def available_timezones():
    return set(_limbeck.time_zones())
