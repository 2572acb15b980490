import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column(
        "t",
        "a",
        existing_type=sa.String(20),
        nullable=False,
        default=dict,
        index=True,
    )
