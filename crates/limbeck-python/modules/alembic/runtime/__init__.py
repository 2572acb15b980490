"""The environment and the migration that run."""
