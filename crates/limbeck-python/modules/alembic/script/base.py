"""The older place of the script directory."""

from . import Script, ScriptDirectory
