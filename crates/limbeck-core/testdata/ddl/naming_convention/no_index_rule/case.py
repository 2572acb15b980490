import sqlalchemy as sa

from alembic import op

target_metadata = sa.MetaData(naming_convention={"pk": "pk_%(table_name)s"})


def upgrade():
    op.create_index(None, "t", ["a"])
