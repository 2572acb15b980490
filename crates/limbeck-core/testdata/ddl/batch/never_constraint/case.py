from alembic import op


def upgrade():
    with op.batch_alter_table("t", recreate="never") as batch_op:
        batch_op.create_unique_constraint("uq_b", ["b"])
