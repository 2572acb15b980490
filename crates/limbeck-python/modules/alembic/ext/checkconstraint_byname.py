"""The plugin that compares CHECK constraints by name; switched on in `configure()`."""
