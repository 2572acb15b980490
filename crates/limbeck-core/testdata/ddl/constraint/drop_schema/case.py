from alembic import op


def upgrade():
    op.drop_constraint("c", "t", type_="unique", schema="s")
