import sqlalchemy as sa

from alembic import op

target_metadata = sa.MetaData(
    naming_convention={
        "uq": "uq_%(column_0N_name)s_%(column_1_label)s_%(column_5_name)s",
        "fk": "fk_%(column_0_N_key)s_%(referred_column_0N_name)s_%(referred_column_1_name)s",
    }
)


def upgrade():
    op.create_unique_constraint(None, "t", ["a", "b"])
    op.create_foreign_key(None, "t", "p", ["a", "b"], ["x", "y"])
