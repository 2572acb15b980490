from alembic import op


def upgrade():
    op.create_exclude_constraint("ex", "t", ("a", "="), ("during", "&&"), using="gist", where="a > 0", deferrable=True)
