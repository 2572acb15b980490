"""The errors of settings."""

from .sources import SettingsError

__all__ = ["SettingsError"]
