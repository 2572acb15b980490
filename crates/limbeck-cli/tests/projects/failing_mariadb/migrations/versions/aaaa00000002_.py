"""second, which fails half-way"""
from alembic import op
import sqlalchemy as sa

revision = 'aaaa00000002'
down_revision = 'aaaa00000001'


def upgrade():
    op.create_table("b", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("INSERT INTO b VALUES (1)")
    op.add_column("a", sa.Column("more", sa.Integer))
    op.execute("INSERT INTO a (id, name, more) VALUES (2, 'two', 2)")
    op.execute("INSERT INTO a (id, name) VALUES (1, 'again')")


def downgrade():
    op.drop_column("a", "more")
    op.drop_table("b")
