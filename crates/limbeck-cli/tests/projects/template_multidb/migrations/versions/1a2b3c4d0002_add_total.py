"""add total

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


def upgrade(engine_name: str) -> None:
    """Upgrade schema."""
    globals()["upgrade_%s" % engine_name]()


def downgrade(engine_name: str) -> None:
    """Downgrade schema."""
    globals()["downgrade_%s" % engine_name]()


def upgrade_engine1() -> None:
    """Upgrade engine1 schema."""
    pass


def downgrade_engine1() -> None:
    """Downgrade engine1 schema."""
    pass


def upgrade_engine2() -> None:
    """Upgrade engine2 schema."""
    op.add_column('orders', sa.Column('total', sa.Numeric(10, 2), nullable=True))


def downgrade_engine2() -> None:
    """Downgrade engine2 schema."""
    op.drop_column('orders', 'total')
