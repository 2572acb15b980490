"""alter"""
from alembic import op
import sqlalchemy as sa

revision = 'aaaa00000002'
down_revision = 'aaaa00000001'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("child") as batch_op:
        batch_op.alter_column("name", new_column_name="title", existing_type=sa.String(20), type_=sa.String(40), nullable=False)
        batch_op.create_foreign_key("fk_parent", "parent", ["parent_id"], ["id"], ondelete="CASCADE")
        batch_op.drop_column("old")
        batch_op.add_column(sa.Column("added", sa.Integer, server_default="3", nullable=False), insert_after="id")
        batch_op.create_unique_constraint("uq_title", ["title", "age"])


def downgrade():
    with op.batch_alter_table("child") as batch_op:
        batch_op.drop_constraint("uq_title", type_="unique")
        batch_op.drop_constraint("fk_parent", type_="foreignkey")
        batch_op.drop_column("added")
        batch_op.add_column(sa.Column("old", sa.Text))
        batch_op.alter_column("title", new_column_name="name", nullable=True)
