"""a table with a comment, copied"""

import sqlalchemy as sa
from alembic import op

revision = "aaaa00000004"
down_revision = "aaaa00000003"


def upgrade():
    op.create_table(
        "told", sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("word", sa.String(9), comment="of a column"), comment="it's told",
        mysql_engine="InnoDB",
    )
    op.execute("INSERT INTO told VALUES (1, 'x')")
    with op.batch_alter_table("told", recreate="always") as batch:
        batch.add_column(sa.Column("more", sa.Integer()))


def downgrade():
    op.drop_table("told")
