"""what needs no copy, and what nothing refers to"""
import sqlalchemy as sa
from alembic import op

revision = "f004"
down_revision = "f003"


def upgrade():
    with op.batch_alter_table("author") as batch:
        batch.add_column(sa.Column("more", sa.Integer))
    with op.batch_alter_table("book") as batch:
        batch.alter_column("author_id", new_column_name="writer_id")


def downgrade():
    with op.batch_alter_table("book") as batch:
        batch.alter_column("writer_id", new_column_name="author_id")
