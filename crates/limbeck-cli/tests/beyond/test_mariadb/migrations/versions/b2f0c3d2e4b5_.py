"""create post

With an index.
"""
from alembic import op
import sqlalchemy as sa

revision = 'b2f0c3d2e4b5'
down_revision = 'a1f0c3d2e4b5'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("post", sa.Column("id", sa.Integer(), nullable=False), sa.Column("user_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=True), sa.Column("body", sa.Text(), server_default="", nullable=False), sa.PrimaryKeyConstraint("id"))
    op.create_index(op.f("ix_post_user_id"), "post", ["user_id"])


def downgrade():
    op.drop_table('post')
