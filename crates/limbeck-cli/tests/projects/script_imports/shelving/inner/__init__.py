"""Of others."""
