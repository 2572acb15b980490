"""create account and order

Revision ID: 1a2b3c4d0001
Revises:
Create Date: 2026-01-02 03:04:05.678901

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1a2b3c4d0001'
down_revision: Union[str, Sequence[str], None] = None
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
    op.create_table('account', sa.Column('id', sa.Integer(), primary_key=True))


def downgrade_engine1() -> None:
    """Downgrade engine1 schema."""
    op.drop_table('account')


def upgrade_engine2() -> None:
    """Upgrade engine2 schema."""
    op.create_table('orders', sa.Column('id', sa.Integer(), primary_key=True))


def downgrade_engine2() -> None:
    """Downgrade engine2 schema."""
    op.drop_table('orders')
