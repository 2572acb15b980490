"""more of teams"""
from alembic import op

revision = "c3"
down_revision = "b2"


def upgrade():
    op.execute("INSERT INTO teams (id) VALUES (7)")


def downgrade():
    op.execute("DELETE FROM teams WHERE id = 7")
