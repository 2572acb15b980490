"""things"""
from alembic import op
import sqlalchemy as sa

revision = "a0"
down_revision = None


def upgrade():
    op.create_table(
        "things",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text),
        sa.Column("price", sa.Integer),
    )
    op.execute("CREATE VIEW other AS SELECT 1 AS one")
    op.execute("CREATE VIEW hidden AS SELECT 1 AS one")


def downgrade():
    op.execute("DROP VIEW hidden")
    op.execute("DROP VIEW IF EXISTS other")
    op.drop_table("things")
