from alembic import op


def upgrade():
    op.drop_constraint(None, "t", type_="unique")
