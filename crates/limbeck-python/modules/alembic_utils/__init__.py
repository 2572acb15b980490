"""Views, functions, triggers and extensions of PostgreSQL, as scripts declare them."""
