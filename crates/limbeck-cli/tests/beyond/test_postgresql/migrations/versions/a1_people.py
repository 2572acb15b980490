"""people"""
from alembic import op
import sqlalchemy as sa

revision = "a1"
down_revision = None


def upgrade():
    op.create_table(
        "people",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("kind", sa.Enum("friend", "colleague", name="kind")),
    )
    op.execute("CREATE VIEW names AS SELECT name FROM people")


def downgrade():
    op.execute("DROP VIEW names")
    op.drop_table("people")
    op.execute("DROP TYPE kind")
