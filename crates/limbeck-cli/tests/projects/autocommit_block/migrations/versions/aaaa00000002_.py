"""index"""
from alembic import op
import sqlalchemy as sa

revision = 'aaaa00000002'
down_revision = 'aaaa00000001'
branch_labels = None
depends_on = None


def upgrade():
    with op.get_context().autocommit_block():
        op.create_index("ix_t_a", "t", ["a"], postgresql_concurrently=True)
    op.execute("INSERT INTO t VALUES (1)")


def downgrade():
    op.drop_index("ix_t_a", table_name="t")
