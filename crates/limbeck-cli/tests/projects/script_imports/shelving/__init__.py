"""A package of the project, whose parts are imported where they are needed."""
