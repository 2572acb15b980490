import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", sa.Integer()),
        sa.ForeignKeyConstraint(["a"], ["p.id"], name="fk_a", use_alter=True),
    )
