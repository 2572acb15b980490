"""moods: its downgrade forgets the type and the older view"""
from alembic import op
import sqlalchemy as sa

revision = "b2"
down_revision = "a1"


def upgrade():
    mood = sa.Enum("ok", "happy", name="mood")
    mood.create(op.get_bind(), checkfirst=True)
    op.add_column("people", sa.Column("mood", mood))
    op.execute("CREATE OR REPLACE VIEW names AS SELECT upper(name)::varchar(40) AS name FROM people")
    op.create_index("ix_people_mood", "people", ["mood"])


def downgrade():
    op.drop_column("people", "mood")
