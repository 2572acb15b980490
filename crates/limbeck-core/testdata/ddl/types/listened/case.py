import sqlalchemy as sa
from sqlalchemy import event

from alembic import op


class Level(sa.types.TypeDecorator, sa.types.SchemaType):
    impl = sa.SmallInteger
    cache_ok = True

    def __init__(self, *levels):
        self.levels = levels
        sa.types.TypeDecorator.__init__(self)
        sa.types.SchemaType.__init__(self)


@event.listens_for(Level, "before_parent_attach")
def join_column(type_, column):
    @event.listens_for(column, "after_parent_attach")
    def join_table(column, table):
        number = sa.type_coerce(column, sa.SmallInteger)
        check = sa.CheckConstraint(number.in_(each for each in type_.levels), f"level_of_{column.name}")
        assert check.table is table


class Loud(sa.types.TypeDecorator):
    impl = sa.String
    cache_ok = True


@event.listens_for(Loud, "after_parent_attach")
def louder(type_, column):
    column.comment = "loud"


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", Level(1, 2, 3), nullable=False),
        sa.Column("b", sa.Integer().with_variant(Level(5), "sqlite")),
        sa.Column("c", Loud(5)),
        sa.CheckConstraint("a > 0", name="positive"),
    )
    op.add_column("t", sa.Column("d", Level(7)))
    op.add_column("t", sa.Column("e", Loud(9)))
