"""tables"""
from alembic import op
import sqlalchemy as sa

revision = 'aaaa00000001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True))
    op.create_table("child", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20), nullable=True, server_default="x"), sa.Column("age", sa.Integer, sa.CheckConstraint("age > 0", name="ck_age")), sa.Column("parent_id", sa.Integer), sa.Column("old", sa.Text))
    op.create_index("ix_name", "child", ["name"])
    op.execute("INSERT INTO parent VALUES (1)")
    op.execute("INSERT INTO child (id, name, age, parent_id) VALUES (1, 'a', 3, 1), (2, 'b', NULL, NULL)")


def downgrade():
    op.drop_table("child")
    op.drop_table("parent")
