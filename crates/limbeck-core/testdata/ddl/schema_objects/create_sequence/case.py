import sqlalchemy as sa

from alembic import op


def upgrade():
    op.execute(sa.schema.CreateSequence(sa.Sequence("Seq", start=5, increment=2, minvalue=1, maxvalue=9, cycle=True, cache=3, schema="s"), if_not_exists=True))
    op.execute(sa.schema.CreateSequence(sa.Sequence("q", nominvalue=True, nomaxvalue=True, cycle=False, data_type=sa.BigInteger())))
    op.execute(sa.schema.CreateSequence(sa.Sequence("r")))
