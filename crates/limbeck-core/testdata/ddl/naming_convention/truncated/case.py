import sqlalchemy as sa

from alembic import op

target_metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def upgrade():
    op.create_unique_constraint(None, "a_table_with_a_rather_long_name_indeed", ["and_a_column_with_an_even_longer_name"])
