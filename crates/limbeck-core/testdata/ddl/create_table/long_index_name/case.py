import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("a_column_with_quite_a_long_name_that_goes_on_and_on_and_on_for_ever", sa.Integer(), index=True),
    )
