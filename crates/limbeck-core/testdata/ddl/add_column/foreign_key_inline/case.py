import sqlalchemy as sa

from alembic import op


def upgrade():
    op.add_column("t", sa.Column("c", sa.Integer(), sa.ForeignKey("s.p.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED")), inline_references=True)
