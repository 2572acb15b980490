# --- classic
Base = declarative_base()
class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    email = sa.Column(sa.String(255), unique=True, nullable=False)
    name = sa.Column("full_name", sa.String, index=True)
    active = sa.Column(sa.Boolean, default=True, server_default=sa.text("true"))
    posts = relationship("Post", back_populates="author")
class Post(Base):
    __tablename__ = "posts"
    __table_args__ = (sa.UniqueConstraint("author_id", "title", name="uq_posts"), sa.Index("ix_title", "title"))
    id = sa.Column(sa.Integer, primary_key=True)
    author_id = sa.Column(sa.Integer, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False)
    title = sa.Column(sa.String(100))
    author = relationship("User", back_populates="posts")
# --- table_args dict
Base = declarative_base()
class A(Base):
    __tablename__ = "a"
    __table_args__ = {"schema": "other", "comment": "all of it"}
    id = sa.Column(sa.BigInteger, primary_key=True, autoincrement=True)
# --- table_args tuple and dict
Base = declarative_base()
class A(Base):
    __tablename__ = "a"
    id = sa.Column(sa.Integer, primary_key=True)
    x = sa.Column(sa.Integer)
    __table_args__ = (sa.CheckConstraint("x > 0", name="ck_x"), {"sqlite_autoincrement": True})
# --- index on attribute
Base = declarative_base()
class A(Base):
    __tablename__ = "a"
    id = sa.Column(sa.Integer, primary_key=True)
    x = sa.Column(sa.Integer)
    y = sa.Column(sa.Text)
    __table_args__ = (sa.Index("ix_a_x", x.desc()), sa.Index("ix_a_y", sa.func.lower(y)))
sa.Index("ix_late", A.x, A.y, unique=True)
# --- mixin of columns
Base = declarative_base()
class Stamped:
    created_at = sa.Column(sa.DateTime, server_default=sa.func.now(), nullable=False)
    updated_at = sa.Column(sa.DateTime(timezone=True))
class Named:
    name = sa.Column(sa.String(50), nullable=False)
class A(Named, Stamped, Base):
    __tablename__ = "a"
    id = sa.Column(sa.Integer, primary_key=True)
    value = sa.Column(sa.Numeric(10, 2))
class B(Stamped, Base):
    __tablename__ = "b"
    id = sa.Column(sa.Integer, primary_key=True)
# --- mixin with declared_attr
Base = declarative_base()
class Owned:
    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower() + "s"
    @declared_attr
    def owner_id(cls):
        return sa.Column(sa.Integer, sa.ForeignKey("owners.id"), index=True)
    @declared_attr
    def owner(cls):
        return relationship("Owner")
    id = sa.Column(sa.Integer, primary_key=True)
class Owner(Base):
    __tablename__ = "owners"
    id = sa.Column(sa.Integer, primary_key=True)
class Car(Owned, Base):
    wheels = sa.Column(sa.SmallInteger)
class Bike(Owned, Base):
    gears = sa.Column(sa.SmallInteger)
# --- mixin with table args
Base = declarative_base()
class InSchema:
    @declared_attr
    def __table_args__(cls):
        return (sa.Index(f"ix_{cls.__tablename__}_a", "a"), {"schema": "s"})
class A(InSchema, Base):
    __tablename__ = "t1"
    id = sa.Column(sa.Integer, primary_key=True)
    a = sa.Column(sa.Integer)
class B(InSchema, Base):
    __tablename__ = "t2"
    id = sa.Column(sa.Integer, primary_key=True)
    a = sa.Column(sa.Integer)
# --- custom base class
class Root:
    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower()
    id = sa.Column(sa.Integer, primary_key=True)
Base = declarative_base(cls=Root)
class Thing(Base):
    size = sa.Column(sa.Float)
class Other(Base):
    size = sa.Column(sa.Double)
# --- abstract base
Base = declarative_base()
class Model(Base):
    __abstract__ = True
    id = sa.Column(sa.Integer, primary_key=True)
    @declared_attr.directive
    def __tablename__(cls):
        return "app_" + cls.__name__.lower()
class A(Model):
    x = sa.Column(sa.LargeBinary)
class B(Model):
    y = sa.Column(sa.JSON)
# --- as_declarative
@orm.as_declarative()
class Base:
    id = sa.Column(sa.Integer, primary_key=True)
    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower()
class A(Base):
    x = sa.Column(sa.Integer)
# --- joined inheritance
Base = declarative_base()
class Employee(Base):
    __tablename__ = "employee"
    id = sa.Column(sa.Integer, primary_key=True)
    type = sa.Column(sa.String(20))
    __mapper_args__ = {"polymorphic_on": type, "polymorphic_identity": "employee"}
class Manager(Employee):
    __tablename__ = "manager"
    id = sa.Column(sa.Integer, sa.ForeignKey("employee.id"), primary_key=True)
    level = sa.Column(sa.Integer)
    __mapper_args__ = {"polymorphic_identity": "manager"}
# --- single inheritance
Base = declarative_base()
class Employee(Base):
    __tablename__ = "employee"
    __table_args__ = {"comment": "people"}
    id = sa.Column(sa.Integer, primary_key=True)
    type = sa.Column(sa.String(20), nullable=False)
    __mapper_args__ = {"polymorphic_on": "type", "polymorphic_identity": "employee"}
class Manager(Employee):
    level = sa.Column(sa.Integer)
    __mapper_args__ = {"polymorphic_identity": "manager"}
class Engineer(Employee):
    language = sa.Column(sa.String(20))
    __mapper_args__ = {"polymorphic_identity": "engineer"}
# --- single inheritance conflict
Base = declarative_base()
class E(Base):
    __tablename__ = "e"
    id = sa.Column(sa.Integer, primary_key=True)
class F(E):
    x = sa.Column(sa.Integer)
class G(E):
    x = sa.Column(sa.Integer)
# --- concrete inheritance
Base = declarative_base()
class E(Base):
    __tablename__ = "e"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(10))
class F(E):
    __tablename__ = "f"
    __mapper_args__ = {"concrete": True}
    id = sa.Column(sa.Integer, primary_key=True)
    more = sa.Column(sa.String(10))
# --- association table
Base = declarative_base()
links = sa.Table("links", Base.metadata,
    sa.Column("left_id", sa.ForeignKey("lefts.id"), primary_key=True),
    sa.Column("right_id", sa.ForeignKey("rights.id"), primary_key=True))
class Left(Base):
    __tablename__ = "lefts"
    id = sa.Column(sa.Integer, primary_key=True)
    rights = relationship("Right", secondary=links, backref="lefts")
class Right(Base):
    __tablename__ = "rights"
    id = sa.Column(sa.Uuid, primary_key=True, default=uuid.uuid4)
# --- naming convention
metadata = sa.MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s"})
Base = declarative_base(metadata=metadata)
class A(Base):
    __tablename__ = "a"
    id = sa.Column(sa.Integer, primary_key=True)
    email = sa.Column(sa.String(50), unique=True, index=False)
    parent_id = sa.Column(sa.ForeignKey("a.id"), index=True)
    __table_args__ = (sa.CheckConstraint("id > 0", name="positive"),)
# --- table given
Base = declarative_base()
class A(Base):
    __table__ = sa.Table("a", Base.metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("x", sa.Integer))
    y = orm.synonym("x")
# --- no table
Base = declarative_base()
class A(Base):
    x = sa.Column(sa.Integer)
# --- column added later
Base = declarative_base()
class A(Base):
    __tablename__ = "a"
    id = sa.Column(sa.Integer, primary_key=True)
A.extra = sa.Column(sa.String(5), nullable=False)
A.other = sa.Column("renamed", sa.Integer)
# --- column_property and deferred
Base = declarative_base()
class A(Base):
    __tablename__ = "a"
    id = sa.Column(sa.Integer, primary_key=True)
    first = sa.Column(sa.String(20))
    last = sa.Column(sa.String(20))
    full = orm.column_property(first + " " + last)
    blob = orm.deferred(sa.Column(sa.LargeBinary))
    note = orm.column_property(sa.Column("a_note", sa.Text))
# --- imperative
mapper_registry = orm.registry()
metadata = mapper_registry.metadata
users = sa.Table("users", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(50)))
class User:
    pass
mapper_registry.map_imperatively(User, users, properties={"title": users.c.name})
shown = [User.__mapper__.class_.__name__, User.title.key]
# --- registry mapped decorator
reg = orm.registry()
metadata = reg.metadata
@reg.mapped
class A:
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    b: Mapped[Optional[str]]
# --- validates and hybrid
from sqlalchemy.ext.hybrid import hybrid_property
Base = declarative_base()
class A(Base):
    __tablename__ = "a"
    id = sa.Column(sa.Integer, primary_key=True)
    email = sa.Column(sa.String(50))
    @orm.validates("email")
    def lower(self, key, value):
        return value.lower()
    @hybrid_property
    def domain(self):
        return self.email
    @domain.expression
    def domain(cls):
        return sa.func.split_part(cls.email, "@", 2)
a = A(email="X@Y")
shown = [a.email, a.domain, str(A.domain == "b")]
# --- mutable and association proxy
from sqlalchemy.ext.mutable import MutableDict, MutableList
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
Base = declarative_base()
class A(Base):
    __tablename__ = "a"
    id = sa.Column(sa.Integer, primary_key=True)
    data = sa.Column(MutableDict.as_mutable(JSONB().with_variant(sa.JSON(), "sqlite")), default=dict)
    tags = sa.Column(MutableList.as_mutable(sa.PickleType), default=list)
    bs = relationship("B")
    names = association_proxy("bs", "name")
class B(Base):
    __tablename__ = "b"
    id = sa.Column(sa.Integer, primary_key=True)
    a_id = sa.Column(sa.ForeignKey(A.id))
    name = sa.Column(sa.String(5))
# --- enum and type decorator
class Color(enum.Enum):
    red = 1
    blue = 2
class Lower(sa.TypeDecorator):
    impl = sa.String
    cache_ok = True
Base = declarative_base()
class A(Base):
    __tablename__ = "a"
    id = sa.Column(sa.Integer, primary_key=True)
    color = sa.Column(sa.Enum(Color), default=Color.red)
    other = sa.Column(sa.Enum("a", "b", name="letters", native_enum=False, create_constraint=True))
    low = sa.Column(Lower(20))
# --- computed identity sequence
Base = declarative_base()
class A(Base):
    __tablename__ = "a"
    id = sa.Column(sa.Integer, sa.Identity(start=5), primary_key=True)
    w = sa.Column(sa.Integer)
    area = sa.Column(sa.Integer, sa.Computed("w * w", persisted=True))
# --- composite primary and foreign keys
Base = declarative_base()
class A(Base):
    __tablename__ = "a"
    x = sa.Column(sa.Integer, primary_key=True)
    y = sa.Column(sa.Integer, primary_key=True, autoincrement=False)
class B(Base):
    __tablename__ = "b"
    __table_args__ = (sa.ForeignKeyConstraint(["ax", "ay"], ["a.x", "a.y"], onupdate="CASCADE"),)
    id = sa.Column(sa.Integer, primary_key=True)
    ax = sa.Column(sa.Integer)
    ay = sa.Column(sa.Integer)
# --- metadata reserved
Base = declarative_base()
class A(Base):
    __tablename__ = "a"
    id = sa.Column(sa.Integer, primary_key=True)
    metadata = sa.Column(sa.Text)
# --- cascading declared_attr
Base = declarative_base()
class HasId:
    @declared_attr.cascading
    def id(cls):
        if orm.has_inherited_table(cls):
            return sa.Column(sa.ForeignKey("person.id"), primary_key=True)
        return sa.Column(sa.Integer, primary_key=True)
class Person(HasId, Base):
    __tablename__ = "person"
class Worker(Person):
    __tablename__ = "worker"
    x = sa.Column(sa.Integer)
# --- ext declarative
from sqlalchemy.ext.declarative import declarative_base as make, declared_attr as attr
Base = make()
class A(Base):
    @attr
    def __tablename__(cls):
        return "aaa"
    id = sa.Column(sa.Integer, primary_key=True)
# --- helpers of SQLAlchemy
from sqlalchemy.util import classproperty, hybridmethod, deprecated
from sqlalchemy.orm.mapper import validates as valid
from sqlalchemy.orm.properties import RelationshipProperty
from sqlalchemy.orm.util import Bundle
Base = declarative_base()
class Named:
    @classproperty
    def __tablename__(cls):
        return cls.__name__.lower() + "s"
    @hybridmethod
    def called(self):
        return "object"
    @called.classlevel
    def called(cls):
        return "class"
class Cat(Named, Base):
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(len(Named.called())))
    @valid("name")
    @deprecated("1.0", "no reason")
    def check(self, key, value: RelationshipProperty):
        return value
