from alembic import op


def upgrade():
    op.drop_constraint("c", "t", type_="check", if_exists=True)
