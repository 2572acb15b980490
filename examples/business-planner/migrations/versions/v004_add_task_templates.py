"""add task templates

Revision ID: v004
Revises: v003
Create Date: 2025-11-21 09:00:00.000000

Why: what is done again and again gets its title and duration from a template.
"""
from alembic import op
import sqlalchemy as sa

revision = "v004"
down_revision = "v003"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "task_templates",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer()),
        sa.Column("business_id", sa.Integer()),
        sa.Column("title", sa.String(200)),
        sa.Column("default_duration", sa.Integer()),
    )


def downgrade():
    op.drop_table("task_templates")
