"""relationships"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Session, attribute_keyed_dict, backref, declarative_base, relationship

revision = 'bbbb00000006'
down_revision = 'bbbb00000005'
branch_labels = None
depends_on = None

Base = declarative_base()
hand_topic = sa.Table("hand_topic", Base.metadata, sa.Column("hand_id", sa.ForeignKey("hand.id"), primary_key=True), sa.Column("topic_id", sa.ForeignKey("topic.id"), primary_key=True))


class Hand(Base):
    __tablename__ = "hand"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(20))
    boss_id = sa.Column(sa.ForeignKey("hand.id"))
    boss = relationship("Hand", remote_side=[id], backref=backref("team", order_by="Hand.id"))
    topics = relationship("Topic", secondary=hand_topic, backref="hands", order_by="Topic.id")
    names = association_proxy("topics", "name", creator=lambda name: Topic(name=name))
    posts = relationship("Post", back_populates="hand", cascade="all, delete-orphan", order_by="Post.place", collection_class=ordering_list("place"))
    cards = relationship("Card", backref="hand", order_by="Card.id")
    badges = relationship("Badge", backref="hand", cascade="all, delete", passive_deletes=True)
    facts = relationship("Fact", collection_class=attribute_keyed_dict("key"), cascade="all, delete-orphan")
    values = association_proxy("facts", "value", creator=lambda key, value: Fact(key=key, value=value))
    coins = relationship("Coin", backref="hand", collection_class=set)


class Topic(Base):
    __tablename__ = "topic"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(20))


def owned(name, *columns):
    body = {"__tablename__": name.lower(), "id": sa.Column(sa.Integer, primary_key=True), "hand_id": sa.Column(sa.ForeignKey("hand.id", ondelete="CASCADE"))}
    return type(Base)(name, (Base,), {**body, **{str(column.name): column for column in columns}})


class Post(Base):
    __tablename__ = "post"
    id = sa.Column(sa.Integer, primary_key=True)
    hand_id = sa.Column(sa.ForeignKey("hand.id"), nullable=False)
    place = sa.Column(sa.Integer)
    text = sa.Column(sa.String(20))
    hand = relationship(Hand, back_populates="posts")


Card = owned("Card", sa.Column("text", sa.String(20)))
Badge = owned("Badge", sa.Column("text", sa.String(20)))
Fact = owned("Fact", sa.Column("key", sa.String(20)), sa.Column("value", sa.String(20)))
Coin = owned("Coin", sa.Column("worth", sa.Integer))


class Detail(Base):
    __tablename__ = "detail"
    id = sa.Column(sa.ForeignKey("hand.id"), primary_key=True)
    text = sa.Column(sa.String(20))
    hand = relationship(Hand, backref=backref("detail", uselist=False, cascade="all, delete-orphan"))


class Left(Base):
    __tablename__ = "left_side"
    id = sa.Column(sa.Integer, primary_key=True)
    right_id = sa.Column(sa.ForeignKey("right_side.id"))
    right = relationship("Right", foreign_keys=[right_id], post_update=True)


class Right(Base):
    __tablename__ = "right_side"
    id = sa.Column(sa.Integer, primary_key=True)
    left_id = sa.Column(sa.ForeignKey("left_side.id"))
    left = relationship(Left, foreign_keys=[left_id])


class Steps:
    def __init__(self, bind):
        self.bind = bind
        self.session = Session(bind)

    def note(self, *values):
        line = " ".join(str(value) for value in values)
        self.bind.execute(sa.text("INSERT INTO log (line) VALUES (:line)"), {"line": line})

    def rows(self, *names):
        for name in names:
            found = self.bind.execute(sa.text(f"SELECT * FROM {name} ORDER BY 1, 2")).all()
            self.note(name, [tuple(row) for row in found])

    def attempt(self, name, function):
        try:
            self.note(name, function())
        except Exception as error:
            self.note(name, type(error).__name__)


def many_to_many(step):
    one, two = Hand(name="one"), Hand(name="two")
    one.topics.extend([Topic(name="red"), Topic(name="blue")])
    two.topics = [one.topics[0]]
    step.session.add_all([one, two])
    step.session.flush()
    step.rows("hand_topic")
    red, blue = one.topics
    step.note([hand.name for hand in red.hands], [hand.name for hand in blue.hands])
    blue.hands.append(two)
    red.hands.remove(one)
    step.session.flush()
    step.rows("hand_topic")
    step.note([topic.name for topic in one.topics], [topic.name for topic in two.topics])
    step.session.expire_all()
    red.hands = [one, two]
    two.topics[:] = []
    one.names.append("green")
    one.names.remove("blue") if "blue" in one.names else None
    step.session.commit()
    step.rows("topic", "hand_topic")
    step.note(list(one.names), len(one.names), "green" in one.names, one.names == ["red", "green"])
    one.names = ["green", "white"]
    step.session.commit()
    step.note(sorted(one.names))
    step.session.delete(one)
    step.session.commit()
    step.rows("hand", "hand_topic")


def orphans(step):
    hand = Hand(name="three")
    hand.posts = [Post(text="a"), Post(text="b"), Post(text="c")]
    step.session.add(hand)
    step.session.flush()
    step.rows("post")
    gone = hand.posts.pop(0)
    hand.posts.insert(0, Post(text="first"))
    step.session.flush()
    step.rows("post")
    step.note(gone.hand, sa.inspect(gone).deleted)
    other = Hand(name="four", posts=[hand.posts[1]])
    step.session.add(other)
    step.session.flush()
    step.rows("post")
    step.note([post.text for post in hand.posts], [post.text for post in other.posts])
    pending = Post(text="pending")
    hand.posts.append(pending)
    step.note(pending in step.session, len(step.session.new))
    hand.posts.remove(pending)
    step.note(pending in step.session, len(step.session.new))
    hand.posts[0].hand = other
    step.session.commit()
    step.rows("post")
    del other.posts[0]
    step.session.commit()
    step.rows("post")
    step.session.delete(other)
    step.session.commit()
    step.rows("post")
    late = Post(text="late", hand=hand)
    step.note(late in step.session, [post.text for post in hand.posts])
    step.session.commit()
    step.rows("post")
    with step.session.begin_nested() as nested:
        late.hand = None
        step.attempt("no parent", step.session.flush)
        step.attempt("after failure", lambda: step.session.query(Post).count())
        nested.rollback()
    step.rows("post")


def let_go(step):
    hand, other = Hand(name="five"), Hand(name="six")
    hand.cards = [Card(text="a"), Card(text="b"), Card(text="c")]
    step.session.add_all([hand, other])
    step.session.commit()
    hand.cards.remove(hand.cards[0])
    other.cards.append(hand.cards[0])
    step.session.commit()
    step.rows("card")
    step.note([card.text for card in hand.cards], [card.text for card in other.cards])
    hand.cards[0].hand_id = other.id
    step.session.commit()
    step.rows("card")
    step.note([card.text for card in hand.cards], [card.text for card in other.cards])
    card = step.session.query(Card).filter_by(text="b").one()
    card.hand = None
    step.session.commit()
    step.rows("card")
    step.session.delete(other)
    step.session.commit()
    step.rows("card")
    loose = Card(text="loose")
    loose.hand = hand
    step.note(loose in step.session, loose in hand.cards)
    step.session.commit()
    step.rows("card")


def passive(step):
    hand = Hand(name="seven", badges=[Badge(text="a"), Badge(text="b")])
    step.session.add(hand)
    step.session.commit()
    step.session.delete(hand)
    step.session.commit()
    step.rows("badge")
    step.bind.execute(sa.text("DELETE FROM badge"))


def other_collections(step):
    hand = Hand(name="eight")
    hand.facts["a"] = Fact(key="a", value="1")
    hand.facts["b"] = Fact(key="b", value="2")
    hand.values["c"] = "3"
    hand.coins |= {Coin(worth=5), Coin(worth=7)}
    step.session.add(hand)
    step.session.commit()
    step.rows("fact")
    step.note(sorted(coin.worth for coin in hand.coins), type(hand.coins).__name__)
    del hand.facts["a"]
    hand.facts["b"] = Fact(key="b", value="new")
    hand.values["c"] = "4"
    hand.coins.discard(next(coin for coin in hand.coins if coin.worth == 5))
    step.session.commit()
    step.note([tuple(row) for row in step.bind.execute(sa.text("SELECT key, value FROM fact ORDER BY key"))])
    step.note([tuple(row) for row in step.bind.execute(sa.text("SELECT worth, hand_id FROM coin ORDER BY worth"))])
    step.note(sorted(hand.facts), dict(hand.values))
    step.attempt("list of a set", lambda: setattr(hand, "coins", [Coin(worth=1)]))


def order(step):
    hands = [Hand(name=f"o{at}") for at in range(4)]
    hands[1].boss = hands[0]
    hands[0].team.append(hands[2])
    step.session.add_all(hands)
    step.session.commit()
    step.note([hand.id - hands[0].id for hand in hands])
    step.session.add_all([Card(text="x", hand=Hand(name="h"))])
    left, right = Left(), Right()
    left.right, right.left = right, left
    step.session.add(left)
    step.session.commit()
    step.rows("left_side", "right_side")
    step.session.delete(hands[0])
    step.session.delete(hands[1])
    step.session.commit()
    step.note([tuple(row) for row in step.bind.execute(sa.text("SELECT name, boss_id FROM hand WHERE name LIKE 'o%' ORDER BY name"))])


def one_to_one(step):
    hand = Hand(name="nine", detail=Detail(text="1"))
    step.session.add(hand)
    step.session.commit()
    hand.detail.text = "2"
    step.session.commit()
    step.rows("detail")
    hand.detail = Detail(text="3")
    step.session.commit()
    step.rows("detail")
    step.note(hand.detail.text, hand.detail.hand is hand)
    hand.detail = None
    step.session.commit()
    step.rows("detail")


def moved(step):
    session = step.session
    source = Hand(id=900, name="merged", posts=[Post(id=900, text="m1"), Post(id=901, text="m2")])
    kept = session.merge(source)
    step.note(kept is source, kept in session, source in session, [post.text for post in kept.posts])
    session.commit()
    again = session.merge(Hand(id=900, posts=[Post(id=901, text="changed")]))
    session.commit()
    step.note(again is kept, again.name, [(post.id, post.place, post.text) for post in again.posts])
    saved = [Card(text="bulk", hand_id=900), Card(text="bulk2")]
    session.bulk_save_objects(saved)
    step.note(saved[0].id, saved[0] in session, session.query(Card).filter(Card.text.like("bulk%")).count())
    lost = Card(text="lost")
    with session.begin_nested() as nested:
        session.add(lost)
        session.flush()
        nested.rollback()
    step.note(sa.inspect(lost).transient, lost in session)
    session.add(lost)
    session.commit()
    step.note(session.query(Card).filter_by(text="lost").count())
    with session.begin_nested() as nested:
        inner = Card(text="inner")
        session.add(inner)
        session.delete(lost)
        session.flush()
        nested.rollback()
    step.note(sa.inspect(inner).transient, sa.inspect(lost).persistent, session.query(Card).filter_by(text="lost").count())
    step.note(len(kept.posts))
    session.expunge(kept)
    step.note(sa.inspect(kept).detached, all(sa.inspect(post).detached for post in kept.posts))
    step.attempt("not read", lambda: kept.cards)


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    step = Steps(bind)
    for part in (many_to_many, orphans, let_go, passive, other_collections, order, one_to_one, moved):
        step.note(part.__name__)
        part(step)
    step.session.close()


def downgrade():
    Base.metadata.drop_all(op.get_bind())
