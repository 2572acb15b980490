"""tables"""
from alembic import op
import sqlalchemy as sa

revision = 'bbbb00000001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("person", sa.Column("id", sa.Integer, primary_key=True), sa.Column("kind", sa.String(10)), sa.Column("full_name", sa.String(50), nullable=False), sa.Column("boss_id", sa.Integer, sa.ForeignKey("person.id")), sa.Column("active", sa.Boolean, server_default=sa.true()), sa.Column("born", sa.Date))
    op.create_table("manager", sa.Column("id", sa.Integer, sa.ForeignKey("person.id"), primary_key=True), sa.Column("level", sa.Integer))
    op.create_table("note", sa.Column("id", sa.Integer, primary_key=True), sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id")), sa.Column("text", sa.Text), sa.Column("data", sa.JSON), sa.Column("color", sa.String(5)))
    op.create_table("tag", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20), unique=True))
    op.create_table("note_tag", sa.Column("note_id", sa.Integer, sa.ForeignKey("note.id"), primary_key=True), sa.Column("tag_id", sa.Integer, sa.ForeignKey("tag.id"), primary_key=True))
    op.create_table("log", sa.Column("line", sa.Text))


def downgrade():
    for name in ("log", "note_tag", "tag", "note", "manager", "person"):
        op.drop_table(name)
