"""A part far below."""
NAME = "deep"
