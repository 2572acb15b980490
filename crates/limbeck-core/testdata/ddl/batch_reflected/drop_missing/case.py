from alembic import op

database = """
CREATE TABLE p (id INTEGER NOT NULL, PRIMARY KEY (id));
CREATE TABLE t (
    id INTEGER NOT NULL,
    a VARCHAR(50) DEFAULT 'x' NOT NULL,
    b INTEGER DEFAULT 5,
    c DATETIME DEFAULT CURRENT_TIMESTAMP,
    p_id INTEGER,
    "Order" BOOLEAN,
    PRIMARY KEY (id),
    CONSTRAINT uq_a UNIQUE (a),
    CONSTRAINT ck_b CHECK (b > 0),
    FOREIGN KEY(p_id) REFERENCES p (id) ON DELETE CASCADE
);
CREATE INDEX ix_t_b ON t (b);
CREATE UNIQUE INDEX ix_t_ab ON t (a, b)
"""


def upgrade():
    with op.batch_alter_table("t") as batch_op:
        batch_op.drop_constraint("zz", type_="check")
