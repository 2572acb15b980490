import sqlalchemy as sa

from alembic import op


def upgrade():
    op.execute(sa.schema.DropSequence(sa.Sequence("Seq", schema="s"), if_exists=True))
    op.execute(sa.schema.DropSequence(sa.Sequence("q")))
