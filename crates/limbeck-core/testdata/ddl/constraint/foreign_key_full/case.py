from alembic import op


def upgrade():
    op.create_foreign_key("fk", "t", "p", ["a", "b"], ["x", "y"], onupdate="CASCADE", ondelete="SET NULL", deferrable=True, initially="DEFERRED", source_schema="s", referent_schema="R")
