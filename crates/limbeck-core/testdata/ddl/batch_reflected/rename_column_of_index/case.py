from alembic import op

database = """
CREATE TABLE t (id INTEGER NOT NULL, a INTEGER, b INTEGER, PRIMARY KEY (id));
CREATE INDEX ix_t_b ON t (b);
CREATE INDEX ix_t_ab ON t (a, b)
"""


def upgrade():
    with op.batch_alter_table("t") as batch_op:
        batch_op.alter_column("b", new_column_name="c")
