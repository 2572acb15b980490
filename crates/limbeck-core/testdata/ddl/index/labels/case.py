import sqlalchemy as sa

from alembic import op


def upgrade():
    a, b = sa.column("a", sa.String), sa.column("b", sa.Integer)
    op.create_index("ix_sum", "t", [(b + 1).label("sum"), sa.func.lower(a).label("low")])
    op.create_index("ix_minus", "t", [(-b).label("minus"), -b])
    op.create_index("ix_within", "t", [sa.and_(b > 1, b < 5).label("within"), b.desc().label("down")])
    op.create_index("ix_twice", "t", [(b + 1).label("one").label("two")])
