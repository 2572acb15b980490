"""Aliases, under the address that they have."""

from .fields import AliasChoices, AliasGenerator, AliasPath
