"""A script that swallows the failure of a flush."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session, declarative_base

revision, down_revision = "r003", "r002"

Base = declarative_base()


class Item(Base):
    __tablename__ = "item"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(10))


def upgrade():
    op.create_table("made", sa.Column("id", sa.Integer))
    session = Session(op.get_bind())
    session.add_all([Item(id=1, name="a"), Item(id=2, name="a")])
    try:
        session.commit()
    except sa.exc.IntegrityError:
        session.rollback()


def downgrade():
    op.drop_table("made")
