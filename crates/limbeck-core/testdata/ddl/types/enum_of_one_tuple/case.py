import sqlalchemy as sa

from alembic import op


def upgrade():
    # The values were meant to be three; SQLAlchemy takes the tuple as one, as long as it has items.
    type_ = sa.Enum(("one", "two", "three"), name="numbers", native_enum=False)
    op.add_column("t", sa.Column("a", type_))
