from alembic import op


def upgrade():
    op.drop_constraint("Name", "t", type_="primary")
