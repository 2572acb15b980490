import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", sa.Integer()),
        sa.Column("b", sa.Integer(), sa.Computed("a * 2", persisted=True)),
        sa.Column("c", sa.Integer(), sa.Computed("a * 3", persisted=False)),
        sa.Column("d", sa.Integer(), sa.Computed("a * 4"), nullable=False),
    )
