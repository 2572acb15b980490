"""initial_schema

Revision ID: c7bb9a9f0570
Revises:
Create Date: 2025-12-25 19:11:32.123456+00:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


revision: str = 'c7bb9a9f0570'
down_revision: Union[str, Sequence[str], None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        'projects',
        sa.Column('id', sa.String(length=50), nullable=False),
        sa.Column('name', sa.String(length=255), nullable=False),
        sa.Column('status', sa.String(length=20), nullable=False),
        sa.Column('okrs', sa.JSON(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_projects')),
    )
    op.create_index('idx_projects_status', 'projects', ['status'], unique=False)
    op.create_table(
        'sprints',
        sa.Column('id', sa.String(length=50), nullable=False),
        sa.Column('status', sa.String(length=20), nullable=False),
        sa.Column('start_date', sa.Date(), nullable=True),
        sa.Column('primary_project', sa.String(length=50), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.ForeignKeyConstraint(['primary_project'], ['projects.id'], name=op.f('fk_sprints_primary_project_projects'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sprints')),
    )
    op.create_index('idx_sprints_project_status', 'sprints', ['primary_project', 'status'], unique=False)
    op.create_check_constraint('dates', 'sprints', "start_date > DATE '2000-01-01'")


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index('idx_sprints_project_status', table_name='sprints')
    op.drop_table('sprints')
    op.drop_index('idx_projects_status', table_name='projects')
    op.drop_table('projects')
