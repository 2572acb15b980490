import sqlalchemy as sa

from alembic import op

target_metadata = sa.MetaData(naming_convention={"uq": "uq_%(color)s"})


def upgrade():
    op.create_unique_constraint(None, "t", ["a"])
