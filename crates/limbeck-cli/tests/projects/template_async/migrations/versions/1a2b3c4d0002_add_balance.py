"""add balance

Revision ID: 1a2b3c4d0002
Revises: 1a2b3c4d0001
Create Date: 2026-01-03 03:04:05.678901

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1a2b3c4d0002'
down_revision: Union[str, Sequence[str], None] = '1a2b3c4d0001'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column('account', sa.Column('balance', sa.Numeric(10, 2), server_default='0', nullable=False))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column('account', 'balance')
