"""Plugins of Alembic."""
