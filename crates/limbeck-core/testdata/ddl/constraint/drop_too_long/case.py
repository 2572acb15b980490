from alembic import op


def upgrade():
    op.drop_constraint("c" * 70, "t", type_="unique")
