import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", sa.Integer()),
        sa.ForeignKeyConstraint(["a"], ["p.id"], deferrable=True, initially="DEFERRED"),
        sa.ForeignKeyConstraint(["a"], ["p.id"], deferrable=False, ondelete="set null"),
    )
