"""queries and bulk statements as scripts write them"""
import warnings

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session, aliased, declarative_base, defer, joinedload, load_only, relationship

revision = 'bbbb00000009'
down_revision = 'bbbb00000008'
branch_labels = None
depends_on = None

Base = declarative_base()
link = sa.Table("s_link", Base.metadata, sa.Column("a", sa.ForeignKey("s_user.id")), sa.Column("b", sa.ForeignKey("s_tag.id")))


class User(Base):
    __tablename__ = "s_user"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column("nm", sa.String(9))
    age = sa.Column(sa.Integer)
    boss_id = sa.Column(sa.ForeignKey("s_user.id"))
    boss = relationship("User", remote_side=[id], backref="team")
    posts = relationship("Post", backref="user", cascade="")
    tags = relationship("Tag", secondary=link, cascade="")


class Tag(Base):
    __tablename__ = "s_tag"
    id = sa.Column(sa.Integer, primary_key=True)


class Post(Base):
    __tablename__ = "s_post"
    id = sa.Column(sa.Integer, primary_key=True)
    user_id = sa.Column(sa.ForeignKey("s_user.id"))
    n = sa.Column(sa.Integer)


class Chief(User):
    __tablename__ = "s_chief"
    id = sa.Column(sa.ForeignKey("s_user.id"), primary_key=True)
    level = sa.Column(sa.Integer)


class Later(Base):
    """As the application has it by now, with a column that there is not yet."""
    __table__ = sa.Table("s_user", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("nm", sa.String(9)), sa.Column("missing", sa.String(9)), sa.Column("age", sa.Integer))


def names(found):
    return [item.name for item in found]


def refused(session):
    """What a statement for many rows cannot heed is not left out in silence."""
    users, posts = session.query(User), session.query(Post)
    yield "limit", lambda: users.limit(2).delete()
    yield "offset", lambda: users.offset(1).update({"age": 1})
    yield "order_by", lambda: users.order_by(User.id).delete()
    yield "group_by", lambda: users.group_by(User.age).update({"age": 1})
    yield "distinct", lambda: users.distinct().delete()
    yield "join", lambda: posts.join(Post.user).filter(User.age > 1).delete()
    yield "join of a class", lambda: posts.join(User).update({"n": 0}, synchronize_session=False)
    yield "select_from", lambda: users.select_from(User).filter(User.id == 1).delete()
    yield "left", lambda: (users.count(), posts.count())
    yield "self join", lambda: users.join(User.team).all()
    yield "self join of a class", lambda: users.join(User, User.boss).all()
    yield "self join selected", lambda: session.scalars(sa.select(User).join(User.boss)).all()
    yield "self join of an alias", lambda: users.join(aliased(User), User.boss).count()
    yield "from an alias", lambda: (lambda other: session.query(other).join(other.boss).filter(User.name == "n1").count())(aliased(User))


def asked(session):
    query = session.query
    users = query(User).order_by(User.id)
    yield "negative", lambda: users[-1]
    yield "negative slice", lambda: users[-2:]
    yield "slices", lambda: (names(users[1:3]), names(users[:2]), names(users[2:2]), names(users[::2]), users[1].name)
    yield "scalar", lambda: (query(User.name).filter_by(id=2).scalar(), query(User.name).filter_by(id=99).scalar())
    yield "scalar of many", lambda: query(User.name).scalar()
    yield "union", lambda: names(query(User).filter_by(id=1).union(query(User).filter_by(id=2)).order_by(User.id))
    yield "union all", lambda: len(query(User.id).union_all(query(User.id)).all())
    yield "intersect", lambda: names(query(User).filter(User.id < 3).intersect(query(User).filter(User.id > 1)))
    yield "except", lambda: names(query(User).except_(query(User).filter(User.id > 1)))
    yield "values", lambda: list(users.limit(2).values(User.id, User.name))
    yield "value", lambda: query(User).filter_by(id=2).value(User.name)
    yield "tuples", lambda: query(User.id, User.name).tuples().order_by(User.id).first()
    yield "unique", lambda: [len(found.all()) for found in (query(User).join(User.posts), query(User, sa.literal(1)).join(User.posts), query(User.id).join(User.posts))]
    yield "whereclause", lambda: (query(User).whereclause is None, query(User).is_single_entity, query(User, Post).is_single_entity)
    yield "descriptions", lambda: [(found["name"], found["aliased"], str(found["type"])) for found in query(User.id, User.age).column_descriptions]
    yield "text", lambda: " ".join(str(query(User.id, User.age.label("x"), Post.n).filter(User.id == 1).limit(2)).split())
    yield "text of a class", lambda: " ".join(str(query(User).filter(User.name.in_(["a"]))).split())


def named(session):
    """Attributes that are called otherwise than their columns."""
    query = session.query
    yield "row", lambda: query(User.name, User.age).filter_by(id=1).first()._asdict()
    yield "row of a class", lambda: (lambda row: (row.User.name, row.name))(query(User, User.name).filter_by(id=1).first())
    yield "select", lambda: dict(session.execute(sa.select(User.name).where(User.id == 1)).mappings().one())
    yield "column name", lambda: query(User.name).first().nm
    yield "connection", lambda: session.connection().execute(sa.select(User.name).where(User.id == 1)).one()._fields
    yield "by attribute", lambda: (lambda row: (row._mapping[User.name], row._mapping[User.__table__.c.nm]))(session.execute(sa.select(User.name).where(User.id == 1)).one())
    yield "by class", lambda: session.execute(sa.select(User).where(User.id == 1)).one()._mapping[User].name
    yield "subquery", lambda: (lambda inner: (inner.c.keys(), query(inner).order_by(inner.c.name).first()._fields, query(inner.c.name).filter(inner.c.name == "n2").all()))(query(User.name, sa.func.count().label("k")).group_by(User.name).subquery())
    yield "cte", lambda: (lambda inner: session.execute(sa.select(inner.c.name).order_by(inner.c.name)).first().name)(sa.select(User.name).cte("c"))


def left_out(session):
    """Columns that are not there are not read where options leave them out."""
    query = session.query
    first = query(Later).order_by(Later.id)
    yield "all", lambda: first.first()
    yield "load_only", lambda: first.options(load_only(Later.id, Later.nm)).first().nm
    yield "defer", lambda: first.options(defer(Later.missing)).first().age
    yield "defer all", lambda: first.options(defer("*")).first().id
    yield "select", lambda: session.scalars(sa.select(Later).options(load_only(Later.nm)).order_by(Later.id)).first().nm
    yield "read later", lambda: (session.expunge_all(), first.options(load_only(Later.nm)).first().age)[1]
    yield "read in vain", lambda: first.options(load_only(Later.nm)).first().missing
    yield "count", lambda: (query(Later.id).count(), query(Later).filter(Later.id < 3).with_entities(Later.nm).count())
    yield "along a relationship", lambda: sorted({post.user.name for post in query(Post).options(joinedload(Post.user).load_only(User.name))})
    yield "update and delete", lambda: (query(Later).filter(Later.id == 7).update({"age": 4}), query(Later).filter(Later.id == 7).delete())


def known(session):
    """What the session has after rows were changed beside it."""
    query, connection = session.query, session.connection()
    user = session.get(User, 2)
    connection.execute(sa.text("UPDATE s_user SET age = 100 WHERE id = 2"))
    yield "as read", lambda: (user.age, query(User).filter_by(id=2).one().age)
    yield "populate_existing", lambda: (query(User).populate_existing().filter_by(id=2).one().age, user.age)
    connection.execute(sa.text("UPDATE s_user SET age = 101 WHERE id = 2"))
    yield "execution option", lambda: session.scalars(sa.select(User).where(User.id == 2).execution_options(populate_existing=True)).one().age
    connection.execute(sa.text("UPDATE s_user SET age = 102 WHERE id = 2"))
    yield "get", lambda: session.get(User, 2, populate_existing=True).age
    new = User(id=50, name="pending")
    session.add(new)
    yield "autoflush", lambda: (query(User).autoflush(False).filter_by(id=50).count(), new in session.new, query(User).filter_by(id=50).count(), new in session.new)
    yield "delete", lambda: (query(User).filter_by(id=50).delete(), new in session, sa.inspect(new).deleted, sa.inspect(new).detached, session.get(User, 50))
    other = session.get(User, 6)
    yield "delete alone", lambda: (query(User).filter_by(id=6).delete(synchronize_session=False), other in session, session.get(User, 6) is other)
    session.expire(other)
    yield "get what is gone", lambda: session.get(User, 6)
    yield "update alone", lambda: (query(User).filter_by(id=2).update({User.age: 103}, synchronize_session=False), user.age)


def strangers(session):
    """Objects that are not in the session are not written along a relationship, with a warning."""
    def flushed():
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            session.flush()
        rows = [tuple(row) for row in session.execute(sa.select(link))]
        return sorted(str(one.message) for one in caught), rows, session.query(Tag).count(), session.query(Post).filter_by(n=70).count()

    user = User(id=70, tags=[Tag(id=70)], posts=[Post(id=70, n=70)])
    session.add(user)
    yield "new", flushed
    tag = Tag(id=71)
    session.add(tag)
    session.flush()
    session.expunge(tag)
    user.tags.append(tag)
    yield "detached", flushed
    post = Post(id=72, n=72)
    with session.no_autoflush:
        session.add(post)
        post.user_id = 1
        stranger = User(id=73)
        post.user = stranger
        session.expunge(stranger) if stranger in session else None
    yield "other side", flushed
    yield "key", lambda: post.user_id


def several_tables(session):
    """Attributes of a class in two tables come from both, joined."""
    query = session.query
    session.add_all([Chief(id=20, name="c20", level=1), Chief(id=21, name="c21", level=2)])
    session.flush()
    yield "attributes", lambda: query(Chief.name, Chief.level).order_by(Chief.level).all()
    yield "selected", lambda: session.execute(sa.select(Chief.level, Chief.name).where(Chief.level > 1)).all()
    yield "one table", lambda: query(Chief.level).count()
    yield "joined", lambda: query(Chief.level, Post.n).join(Post, Post.user_id == Chief.id).all()
    yield "joined to", lambda: query(Post.n, Chief.level).outerjoin(Chief, Post.user_id == Chief.id).order_by(Post.n).all()[:2]
    yield "select_from", lambda: query(Chief.level).select_from(Chief).order_by(Chief.level).all()
    yield "max", lambda: query(sa.func.max(Chief.level)).scalar()


def in_bulk(session):
    query = session.query
    given = [{"name": "x"}, {"name": "y", "age": 1}, {"name": "z", "age": None}, {}, {"id": 100, "name": "i"}]
    rows = lambda: query(User.id, User.name, User.age).filter(User.id > 21).order_by(User.id).all()
    yield "mappings", lambda: (session.bulk_insert_mappings(User, given), rows())
    asked = [{"name": "r1"}, {"name": "r2"}]
    yield "asked back", lambda: (session.bulk_insert_mappings(User, asked, return_defaults=True), asked)
    yield "two tables", lambda: (session.bulk_insert_mappings(Chief, [{"name": "b", "level": 7}, {"name": "c", "level": 8}]), query(Chief.level).order_by(Chief.level).all())
    objects = [User(name="o1"), User(name="o2", age=3), Chief(name="o3", level=9)]
    yield "objects", lambda: (session.bulk_save_objects(objects), [item.id for item in objects], rows())
    kept = [User(name="k1"), User(name="k2")]
    yield "objects asked back", lambda: (session.bulk_save_objects(kept, return_defaults=True), [item.id for item in kept])
    with session.begin_nested() as savepoint:
        yield "fails", lambda: session.bulk_insert_mappings(User, [{"name": "lost"}, {"id": 1}])
        yield "is undone", lambda: (savepoint.is_active, session.is_active)
    yield "goes on", lambda: query(User).filter_by(name="lost").count()


def upgrade():
    bind = op.get_bind()
    lines = []
    Base.metadata.create_all(bind)
    session = Session(bind)
    session.add_all([User(id=at, name=f"n{at}", age=at, boss_id=at // 2 or None) for at in range(1, 8)])
    session.flush()
    session.add_all([Post(id=at, user_id=at % 3 + 1, n=at) for at in range(1, 10)])
    session.commit()
    for part in (refused, asked, named, left_out, known, strangers, several_tables, in_bulk):
        lines.append(part.__name__)
        for name, function in part(session):
            try:
                lines.append(f"{name} {function()}")
            except Exception as error:
                lines.append(f"{name} {type(error).__name__}")
        session.expunge_all()
    session.close()
    bind.execute(sa.text("INSERT INTO log (line) VALUES (:line)"), [{"line": line} for line in lines])


def downgrade():
    Base.metadata.drop_all(op.get_bind())
