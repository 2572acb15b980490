"""tags"""
from alembic import op
import sqlalchemy as sa

revision = "82afb2bd4286"
down_revision = "3f1a8c0d9e21"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'tags',
        sa.Column('id', sa.UUID(), nullable=False),
        sa.Column('name', sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_table(
        'journal_entry_tags',
        sa.Column('entry_id', sa.UUID(), nullable=False),
        sa.Column('tag_id', sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(['entry_id'], ['journal_entries.id'], ),
        sa.ForeignKeyConstraint(['tag_id'], ['tags.id'], ),
        sa.PrimaryKeyConstraint('entry_id', 'tag_id'),
    )


def downgrade():
    op.drop_table('journal_entry_tags')
    op.drop_table('tags')
