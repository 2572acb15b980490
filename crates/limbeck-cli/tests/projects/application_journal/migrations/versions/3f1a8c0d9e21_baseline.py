"""baseline"""
from alembic import op
import sqlalchemy as sa

revision = "3f1a8c0d9e21"
down_revision = None
branch_labels = None
depends_on = None


from sqlalchemy.dialects import postgresql


def upgrade():
    op.create_table(
        'users',
        sa.Column('id', sa.UUID(), nullable=False),
        sa.Column('email', sa.String(), nullable=False),
        sa.Column('is_active', sa.Boolean(), nullable=True),
        sa.Column('created_at', sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index(op.f('ix_users_email'), 'users', ['email'], unique=True)
    op.create_table(
        'journal_entries',
        sa.Column('id', sa.UUID(), nullable=False),
        sa.Column('user_id', sa.UUID(), nullable=True),
        sa.Column('body', sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
    )
    if op.get_bind() is None or op.get_bind().dialect.name == 'postgresql':
        op.add_column('journal_entries', sa.Column('details', postgresql.JSONB(astext_type=sa.Text()), nullable=True))


def downgrade():
    op.drop_table('journal_entries')
    op.drop_index(op.f('ix_users_email'), table_name='users')
    op.drop_table('users')
