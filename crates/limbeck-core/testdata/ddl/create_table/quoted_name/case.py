import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column(sa.sql.quoted_name("lower", quote=True), sa.Integer()),
        sa.Column(sa.sql.quoted_name("UPPER", quote=False), sa.Integer()),
    )
