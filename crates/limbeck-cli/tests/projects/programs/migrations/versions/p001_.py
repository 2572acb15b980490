"""parcels"""
import sqlalchemy as sa
from alembic import op

revision = "p001"
down_revision = None


def upgrade(note=None):
    op.create_table(
        "parcel",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("weight", sa.Numeric(8, 3)),
    )
    if note:
        print("note:", note)


def downgrade(note=None):
    op.drop_table("parcel")
