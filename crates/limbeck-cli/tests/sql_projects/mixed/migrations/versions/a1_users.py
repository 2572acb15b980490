"""create users"""
import sqlalchemy as sa
from alembic import op

revision = "a1"
down_revision = None


def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(50)))
    if not op.get_context().as_sql:
        op.get_bind().execute(sa.text("INSERT INTO users (name) VALUES (:name)"), {"name": "me"})


def downgrade():
    op.drop_table("users")
