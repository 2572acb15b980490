from alembic import op


def upgrade():
    op.alter_column("t", "c", nullable=True)
