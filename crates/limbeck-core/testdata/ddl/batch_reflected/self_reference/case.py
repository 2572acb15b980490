from alembic import op

database = "CREATE TABLE t (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t (id), z INTEGER)"


def upgrade():
    with op.batch_alter_table("t") as batch_op:
        batch_op.drop_column("z")
