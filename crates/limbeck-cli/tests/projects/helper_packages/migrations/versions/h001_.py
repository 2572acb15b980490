"""tables with listeners"""
import sqlalchemy as sa
from alembic import op

revision = "h001"
down_revision = None


def upgrade():
    op.create_table(
        "way",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("shape", sa.LargeBinary, info={"spatial": True}, index=True, comment="its line"),
        sa.Column("old", sa.String(4)),
        sa.Column("length", sa.BigInteger, nullable=False),
        comment="from here to there",
    )
    op.create_table("gone", sa.Column("id", sa.Integer, primary_key=True))
    op.drop_table("gone")
    op.create_index("ix_way_old", "way", ["old"])


def downgrade():
    op.drop_table("way")
