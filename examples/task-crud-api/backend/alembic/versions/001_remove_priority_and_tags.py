"""Remove priority and tags

The Task model no longer has these fields; a database made before that still does.

Revision ID: 001
Revises:
Create Date: 2025-12-10 10:00:00
"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

revision: str = "001"
down_revision: Union[str, Sequence[str], None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.drop_column("task", "priority")
    op.drop_column("task", "tags")


def downgrade() -> None:
    """Bring the columns back. What stood in them is gone."""
    op.add_column("task", sa.Column("priority", sa.String(length=20), nullable=True))
    op.add_column("task", sa.Column("tags", sa.Text(), nullable=True))
