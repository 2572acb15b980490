import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", sa.Integer()),
        sa.Column("b", sa.Integer()),
        postgresql.ExcludeConstraint((sa.column("a"), "="), ("b", "&&"), name="ex", using="gist", where="a > 0"),
    )
