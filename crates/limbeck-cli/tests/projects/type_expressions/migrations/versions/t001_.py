"""words that are upper case in the database and lower case outside"""
import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.orm import Session, declarative_base

revision = 't001'
down_revision = None
branch_labels = None
depends_on = None


class Shouted(sa.types.TypeDecorator):
    impl = sa.String
    cache_ok = True

    def bind_expression(self, bindvalue):
        return sa.func.upper(bindvalue, type_=self)

    def column_expression(self, column):
        return sa.func.lower(column, type_=self)


Base = declarative_base()


class Word(Base):
    __tablename__ = "words"
    id = sa.Column(sa.Integer, primary_key=True)
    word = sa.Column(Shouted(20))


seen = sa.table("seen", sa.column("what", sa.Integer), sa.column("value", sa.String))


def upgrade():
    words = op.create_table(
        "words", sa.Column("id", sa.Integer, primary_key=True), sa.Column("word", Shouted(20))
    )
    op.create_table("seen", sa.Column("what", sa.Integer), sa.Column("value", sa.String(200)))
    op.bulk_insert(words, [{"id": 1, "word": "one"}, {"id": 2, "word": None}])
    op.bulk_insert(words, [{"id": 3, "word": "three"}], multiinsert=False)
    op.execute(words.insert().values(id=4, word="four"))
    if context.is_offline_mode():
        return
    bind = op.get_bind()
    bind.execute(words.insert(), [{"id": 5, "word": "five"}, {"id": 6, "word": "six"}])
    bind.execute(words.insert().values(id=7), {"word": "seven"})
    bind.execute(words.update().where(words.c.word == "six").values(word="sechs"))
    session = Session(bind=bind)
    session.add(Word(id=8, word="eight"))
    session.flush()
    session.expire_all()
    found = session.get(Word, 8)
    keep(1, found.word)
    found.word = "acht"
    session.flush()
    keep(2, [row.word for row in session.query(Word).order_by(Word.id)])
    keep(3, bind.execute(sa.select(words.c.id).where(words.c.word.in_(["one", "acht"]))).scalars().all())
    keep(4, bind.scalar(words.insert().values(id=9, word="nine").returning(words.c.word)))
    inner = sa.select(words.c.word).where(words.c.id < 4).cte("inner", nesting=True)
    outer = sa.select(inner.c.word).where(inner.c.word.is_not(None)).cte("outer")
    keep(5, bind.execute(sa.select(outer.c.word).order_by(outer.c.word)).scalars().all())
    keep(6, bind.execute(words.delete().where(words.c.word == "nine").returning(words)).all())


def keep(what, value):
    op.get_bind().execute(seen.insert(), {"what": what, "value": repr(value)})


def downgrade():
    op.drop_table("seen")
    op.drop_table("words")
