"""index in a transaction"""
from alembic import op

revision = "v010"
down_revision = "v009"


def upgrade():
    op.execute("CREATE TABLE scratch (id integer)")
    op.execute(
        "CREATE INDEX CONCURRENTLY idx_new ON tasks(title)"
    )


def downgrade():
    op.execute("DROP INDEX idx_new")
