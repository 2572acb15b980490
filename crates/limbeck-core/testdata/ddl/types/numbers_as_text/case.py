import sqlalchemy as sa
from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("c0", sa.Numeric("10", "2")),
        sa.Column("c1", sa.Float(precision="10")),
        sa.Column("c2", sa.Float("53")),
    )
