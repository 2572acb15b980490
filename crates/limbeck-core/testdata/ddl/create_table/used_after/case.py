import sqlalchemy as sa

from alembic import op


def upgrade():
    t = op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("n", sa.String(9)))
    op.bulk_insert(t, [{"id": 1, "n": "a"}, {"id": 2, "n": "it's"}])
