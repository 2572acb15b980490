"""create account

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


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        'account',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index(op.f('ix_account_name'), 'account', ['name'], unique=True)
    op.bulk_insert(
        sa.table('account', sa.column('id', sa.Integer), sa.column('name', sa.String)),
        [{'id': 1, 'name': 'ada'}, {'id': 2, 'name': 'grace'}],
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index(op.f('ix_account_name'), table_name='account')
    op.drop_table('account')
