"""what the checks find"""
from alembic import op

revision = "c001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        "CREATE TABLE altered (id serial PRIMARY KEY, b bigserial, c smallserial, d numeric(5),"
        " e time(0), f timestamp(0), g integer DEFAULT 5, h interval(0), i decimal(6, 0))"
    )
    op.execute(
        "CREATE TABLE gone (id serial PRIMARY KEY, a integer REFERENCES altered (id), b time(0),"
        " c timestamp(0) with time zone, d numeric(5), e text DEFAULT 'x', f integer NOT NULL,"
        " CONSTRAINT gone_e UNIQUE (e))"
    )
    op.execute("CREATE INDEX ix_gone ON gone (f DESC, a ASC NULLS FIRST, lower(e), b DESC NULLS LAST)")
    op.execute("CREATE TABLE alone (id serial PRIMARY KEY, other serial)")


def downgrade():
    op.execute("DROP TABLE alone, gone, altered")
