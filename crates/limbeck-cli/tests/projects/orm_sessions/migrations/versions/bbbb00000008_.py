"""queries along relationships"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.ext.automap import automap_base
from sqlalchemy.orm import Bundle, Session, aliased, contains_eager, declarative_base, joinedload, noload, relationship, selectinload, subqueryload, with_parent

revision = 'bbbb00000008'
down_revision = 'bbbb00000007'
branch_labels = None
depends_on = None

Base = declarative_base()
friend = sa.Table("q_friend", Base.metadata, sa.Column("a", sa.ForeignKey("q_user.id"), primary_key=True), sa.Column("b", sa.ForeignKey("q_user.id"), primary_key=True))
user_tag = sa.Table("q_user_tag", Base.metadata, sa.Column("user_id", sa.ForeignKey("q_user.id"), primary_key=True), sa.Column("tag_id", sa.ForeignKey("q_tag.id"), primary_key=True))


class User(Base):
    __tablename__ = "q_user"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(9))
    boss_id = sa.Column(sa.ForeignKey("q_user.id"))
    boss = relationship("User", remote_side=[id], backref="team")
    tags = relationship("Tag", secondary=user_tag, backref="users")
    posts = relationship("Post", backref="user", foreign_keys="Post.user_id", order_by="Post.id")
    live = relationship("Post", primaryjoin="and_(User.id == Post.user_id, Post.live == True)", viewonly=True, order_by="Post.id")
    friends = relationship("User", secondary=friend, primaryjoin=id == friend.c.a, secondaryjoin=id == friend.c.b, backref="friend_of", order_by=id)
    eager = relationship("Eager", lazy="selectin", back_populates="user", order_by="Eager.id")


class Tag(Base):
    __tablename__ = "q_tag"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(9))


class Post(Base):
    __tablename__ = "q_post"
    id = sa.Column(sa.Integer, primary_key=True)
    user_id = sa.Column(sa.ForeignKey("q_user.id"))
    editor_id = sa.Column(sa.ForeignKey("q_user.id"))
    text = sa.Column(sa.String(9))
    live = sa.Column(sa.Boolean, default=True)
    kind = sa.Column(sa.String(9))
    editor = relationship(User, primaryjoin="Post.editor_id == User.id")
    comments = relationship("Comment", backref="post", order_by="Comment.id")
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "post"}


class Article(Post):
    __tablename__ = "q_article"
    id = sa.Column(sa.ForeignKey("q_post.id"), primary_key=True)
    words = sa.Column(sa.Integer)
    __mapper_args__ = {"polymorphic_identity": "article"}


class Special(Post):
    __mapper_args__ = {"polymorphic_identity": "special"}


class Comment(Base):
    __tablename__ = "q_comment"
    id = sa.Column(sa.Integer, primary_key=True)
    post_id = sa.Column(sa.ForeignKey("q_post.id"))
    text = sa.Column(sa.String(9))


class Eager(Base):
    __tablename__ = "q_eager"
    id = sa.Column(sa.Integer, primary_key=True)
    user_id = sa.Column(sa.ForeignKey("q_user.id"))
    user = relationship(User, back_populates="eager", lazy="joined")


def names(found):
    return sorted(item.name for item in found)


def conditions(session):
    query, other = session.query, aliased(User)
    a, c, d = query(User).order_by(User.name)
    blue = query(Tag).filter_by(name="blue").one()
    yield "has", lambda: names(query(User).filter(User.boss.has(name="a")))
    yield "has condition", lambda: names(query(User).filter(User.boss.has(User.name == "a")))
    yield "any", lambda: names(query(User).filter(User.team.any(name="c")))
    yield "not any", lambda: names(query(User).filter(~User.team.any()))
    yield "contains", lambda: names(query(User).filter(User.tags.contains(blue)))
    yield "not contains", lambda: names(query(User).filter(~User.tags.contains(blue)))
    yield "contains one", lambda: names(query(User).filter(User.posts.contains(c.posts[0])))
    yield "is", lambda: names(query(User).filter(User.boss == a))
    yield "is not", lambda: names(query(User).filter(User.boss != a))
    yield "none", lambda: names(query(User).filter(User.boss == None))
    yield "not none", lambda: names(query(User).filter(User.boss != None))
    yield "no posts", lambda: names(query(User).filter(User.posts == None))
    yield "collection", lambda: User.posts == a
    yield "scalar any", lambda: User.boss.any()
    yield "of_type", lambda: query(User).join(User.posts.of_type(Article)).count()
    yield "of_type of one table", lambda: query(User).join(User.posts.of_type(Special)).count()
    yield "of_type any", lambda: names(query(User).filter(User.posts.of_type(Article).any(Article.words == 3)))
    yield "alias", lambda: [(one.name, two.name) for one, two in query(User, other).join(other, User.boss).order_by(User.id)]
    yield "alias of_type", lambda: [(one.name, two.name) for one, two in query(User, other).join(User.boss.of_type(other)).order_by(User.id)]
    yield "from alias", lambda: [item.name for item in query(other).join(other.posts).filter(Post.text == "5")]
    yield "alias any", lambda: names(query(other).filter(other.posts.any(Post.text == "5")))
    yield "alias has", lambda: names(query(other).filter(other.boss.has(name="a")))
    yield "and_", lambda: query(User).join(User.posts.and_(Post.live == False)).count()
    yield "friends", lambda: [names(item.friends) for item in (a, c, d)]
    yield "friend of", lambda: [names(item.friend_of) for item in (a, c, d)]
    yield "friends any", lambda: names(query(User).filter(User.friends.any(name="c")))
    yield "friends joined", lambda: [(one.name, two.name) for one, two in query(User, other).join(User.friends.of_type(other)).order_by(User.id, other.id)]
    yield "primaryjoin", lambda: [post.text for post in a.live]
    yield "editor", lambda: (c.posts[0].editor.name, [post.text for post in a.posts])
    yield "join and any", lambda: query(User).join(User.posts).filter(User.posts.any(Post.text == "2")).count()
    yield "select", lambda: [item.name for item in session.scalars(sa.select(User).join(User.boss.of_type(other)).where(other.name == "c"))]
    yield "with_parent", lambda: query(Post).filter(with_parent(a, User.posts)).count()
    yield "bundle", lambda: [(row.b.name, row.boss_id is None) for row in query(Bundle("b", User.id, User.name), User.boss_id).order_by(User.name)]
    yield "bundle selected", lambda: session.execute(sa.select(Bundle("b", User.id, User.name)).order_by(User.name)).first().b.name
    yield "one", lambda: query(User).one()
    yield "one or none", lambda: query(User).one_or_none()


def from_statements(session):
    query = session.query
    yield "text", lambda: query(User).from_statement(sa.text("SELECT * FROM q_user ORDER BY name DESC")).first().name
    yield "text selected", lambda: [item.name for item in session.scalars(sa.select(User).from_statement(sa.text("SELECT name, id FROM q_user WHERE name > :name ORDER BY name").bindparams(name="a")))]
    yield "types", lambda: [post.live for post in query(Post).from_statement(sa.text("SELECT live, id, kind FROM q_post ORDER BY text"))]
    yield "columns", lambda: session.execute(sa.select(Post.live, Post.text).from_statement(sa.text("SELECT text, live FROM q_post ORDER BY text"))).first()
    yield "select", lambda: query(Post).from_statement(sa.select(Post).where(Post.text == "3")).one().live
    yield "named columns", lambda: session.execute(sa.text("SELECT live, text FROM q_post ORDER BY text").columns(text=sa.String, live=sa.Boolean)).first()


def read_together(session):
    users, other = session.query(User).order_by(User.name), aliased(Post)

    def detached(found, value):
        found = list(found)
        session.expunge_all()
        return [value(item) for item in found]

    yield "not read", lambda: detached(users, lambda user: user.posts)
    yield "lazy=selectin", lambda: detached(users, lambda user: len(user.eager))
    yield "lazy=joined", lambda: detached(session.query(Eager), lambda item: item.user.name)
    yield "joinedload", lambda: detached(users.options(joinedload(User.posts).selectinload(Post.comments)), lambda user: [len(post.comments) for post in user.posts])
    yield "selectinload", lambda: detached(users.options(selectinload(User.boss), subqueryload(User.team)), lambda user: (user.boss and user.boss.name, names(user.team)))
    yield "options", lambda: detached(users.options(joinedload(User.posts).options(joinedload(Post.comments))), lambda user: [len(post.comments) for post in user.posts])
    yield "contains_eager", lambda: detached(users.join(User.posts).filter(Post.text == "3").options(contains_eager(User.posts)), lambda user: [post.text for post in user.posts])
    yield "contains_eager path", lambda: detached(users.join(User.posts).join(Post.comments).filter(Comment.text == "y").options(contains_eager(User.posts).contains_eager(Post.comments)), lambda user: [[item.text for item in post.comments] for post in user.posts])
    yield "contains_eager alias", lambda: detached(users.outerjoin(other, User.posts).options(contains_eager(User.posts.of_type(other))), lambda user: len(user.posts))
    yield "select", lambda: detached(session.scalars(sa.select(User).options(joinedload(User.posts)).order_by(User.name)).unique(), lambda user: len(user.posts))
    yield "and_", lambda: detached(users.options(selectinload(User.posts.and_(Post.live == True))), lambda user: [post.text for post in user.posts])
    yield "noload", lambda: detached(users.options(noload(User.posts)), lambda user: user.posts)
    yield "get", lambda: detached([session.get(User, session.query(User.id).filter_by(name="a").scalar(), options=[selectinload(User.posts)])], lambda user: len(user.posts))


def reflected(session):
    base = automap_base()
    base.prepare(autoload_with=session.connection(), reflection_options={"only": ["q_user", "q_tag", "q_user_tag", "q_post", "q_comment"]})
    found = base.classes
    yield "classes", lambda: sorted(found.keys())
    yield "relationships", lambda: sorted(sa.inspect(found.q_user).relationships.keys()) + sorted(sa.inspect(found.q_comment).relationships.keys())
    yield "collection", lambda: sorted(tag.name for user in session.query(found.q_user).filter_by(name="c") for tag in user.q_tag_collection)
    yield "scalar", lambda: sorted({item.q_post.text for item in session.query(found.q_comment)})


def many_rows(session):
    a, c, _ = session.query(User).order_by(User.name)
    a.name = "pending"
    with session.no_autoflush:
        session.query(User).filter(User.name == "c").update({"name": "changed"})
        session.execute(sa.update(Post).where(Post.text == "1").values(text="one"))
        yield "after an UPDATE", lambda: (a.name, c.name)
    session.flush()
    yield "written", lambda: session.execute(sa.text("SELECT name FROM q_user ORDER BY name")).scalars().all()
    waiting = User(name="waiting")
    session.add(waiting)
    yield "waiting", lambda: session.query(User).filter(User.boss == waiting).count()


def upgrade():
    bind = op.get_bind()

    def note(*values):
        line = " ".join(str(value) for value in values)
        bind.execute(sa.text("INSERT INTO log (line) VALUES (:line)"), {"line": line})

    Base.metadata.create_all(bind)
    session = Session(bind)
    a, c, d = User(name="a"), User(name="c", eager=[Eager()]), User(name="d")
    c.boss, d.boss = a, c
    red, blue = Tag(name="red"), Tag(name="blue")
    a.tags, c.tags = [red], [red, blue]
    a.posts = [Post(text="1", comments=[Comment(text="x"), Comment(text="y")]), Article(text="2", words=3), Post(text="3", live=False), Special(text="4")]
    c.posts = [Post(text="5", editor=a)]
    a.friends, d.friends = [c, d], [a]
    session.add_all([a, c, d])
    session.commit()
    note([tuple(row) for row in session.execute(sa.text("SELECT id, user_id, editor_id, text FROM q_post ORDER BY id"))])
    for part in (conditions, from_statements, read_together, reflected, many_rows):
        note(part.__name__)
        for name, function in part(session):
            try:
                note(name, function())
            except Exception as error:
                note(name, type(error).__name__)
            if part is read_together:
                session.expunge_all()
    session.close()


def downgrade():
    Base.metadata.drop_all(op.get_bind())
