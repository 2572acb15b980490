"""Tables."""
import sqlalchemy as sa
from alembic import op

revision, down_revision = "r001", None


def upgrade():
    op.create_table(
        "item",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(10), unique=True),
        sa.Column("made", sa.Integer),
    )
    op.create_table(
        "log",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("line", sa.Text),
    )


def downgrade():
    op.drop_table("log")
    op.drop_table("item")
