"""levels"""
import sqlalchemy as sa
from alembic import context, op

revision = 'c002'
down_revision = 'c001'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("account", sa.Column("level", sa.Integer, server_default="0"))
    arguments = context.get_x_argument(as_dictionary=True)
    if "extra" in arguments:
        op.execute("UPDATE account SET level = 9")
    elif arguments.get("data") == "true":
        op.get_bind().execute(sa.text("UPDATE account SET level = id * :by"), {"by": 10})


def downgrade():
    with op.batch_alter_table("account") as batch:
        batch.drop_column("level")
