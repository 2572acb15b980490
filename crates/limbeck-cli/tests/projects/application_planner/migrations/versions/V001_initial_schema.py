"""initial schema"""
from alembic import op
import sqlalchemy as sa

revision = "001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'businesses',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('name', sa.String(100), nullable=False),
    )
    op.create_table(
        'tasks',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('business_id', sa.Integer(), sa.ForeignKey('businesses.id')),
        sa.Column('title', sa.String(200)),
        sa.Column('updated_at', sa.DateTime()),
    )
    op.execute("""
        CREATE OR REPLACE FUNCTION touch() RETURNS TRIGGER AS $$
        BEGIN
            NEW.updated_at = NOW();
            RETURN NEW;
        END;
        $$ LANGUAGE plpgsql
    """)
    op.execute("CREATE TRIGGER tasks_touch BEFORE UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION touch()")
    op.execute("INSERT INTO businesses VALUES (1, 'Bakery'), (2, 'Garage'), (3, 'Studio'), (4, 'Farm')")


def downgrade():
    op.drop_table('tasks')
    op.drop_table('businesses')
    op.execute("DROP FUNCTION touch()")
