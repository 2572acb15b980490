# --- plain
class Base(DeclarativeBase):
    pass
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(30))
    full: Mapped[Optional[str]]
    age: Mapped[int | None] = mapped_column(sa.SmallInteger)
    born: Mapped[datetime.date]
    seen: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
    money: Mapped[decimal.Decimal]
    key: Mapped[uuid.UUID]
    raw: Mapped[bytes]
    ok: Mapped[bool]
    took: Mapped[datetime.timedelta]
    at: Mapped[datetime.time]
    ratio: Mapped[float]
    posts: Mapped[List["Post"]] = relationship(back_populates="user")
class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    user: Mapped["User"] = relationship(back_populates="posts")
# --- future annotations
from __future__ import annotations
class Base(DeclarativeBase):
    pass
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    b: Mapped[Optional[str]] = mapped_column(sa.String(5))
    c: Mapped[Unknown] = relationship("B")
    d: Mapped[str | None]
class B(Base):
    __tablename__ = "b"
    id: Mapped[int] = mapped_column(sa.ForeignKey("a.id"), primary_key=True)
# --- string annotations
class Base(DeclarativeBase):
    pass
class A(Base):
    __tablename__ = "a"
    id: "Mapped[int]" = mapped_column(primary_key=True)
    b: Mapped["str"]
    c: Mapped["Optional[int]"]
# --- type map
class Base(DeclarativeBase):
    type_annotation_map = {str: sa.String(100), datetime.datetime: sa.DateTime(timezone=True), dict[str, Any]: sa.JSON, int: sa.BigInteger}
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    s: Mapped[str]
    t: Mapped[Optional[datetime.datetime]]
    j: Mapped[dict[str, Any]]
    k: Mapped[Optional[dict[str, Any]]]
# --- annotated types
intpk = Annotated[int, mapped_column(primary_key=True)]
str50 = Annotated[str, 50]
stamp = Annotated[datetime.datetime, mapped_column(server_default=sa.func.now(), nullable=False)]
ref = Annotated[int, mapped_column(sa.ForeignKey("a.id", ondelete="SET NULL"), index=True)]
class Base(DeclarativeBase):
    type_annotation_map = {str50: sa.String(50)}
class A(Base):
    __tablename__ = "a"
    id: Mapped[intpk]
    name: Mapped[str50]
    nick: Mapped[Optional[str50]]
    made: Mapped[stamp]
    parent: Mapped[Optional[ref]]
    other: Mapped[ref] = mapped_column(nullable=True, index=False)
# --- enums and literals
class Color(enum.Enum):
    red = "r"
    blue = "b"
class Kind(str, enum.Enum):
    one = "one"
class Base(DeclarativeBase):
    pass
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    color: Mapped[Color]
    kind: Mapped[Optional[Kind]] = mapped_column(default=Kind.one)
    level: Mapped[Literal["low", "high"]]
# --- enum in type map
class Color(enum.Enum):
    red = "r"
    blue = "b"
class Base(DeclarativeBase):
    type_annotation_map = {enum.Enum: sa.Enum(enum.Enum, native_enum=False, length=20)}
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    color: Mapped[Color]
# --- nullability
class Base(DeclarativeBase):
    pass
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    a: Mapped[Optional[str]] = mapped_column(nullable=False)
    b: Mapped[str] = mapped_column(nullable=True)
    c: Mapped[Union[str, None]]
    d: Mapped[None | int]
    e = mapped_column(sa.Integer)
    f = mapped_column(sa.ForeignKey("a.id"))
    g: Mapped[int] = mapped_column("gee")
# --- no type
class Base(DeclarativeBase):
    pass
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    x = mapped_column()
# --- unknown type
class Base(DeclarativeBase):
    pass
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    x: Mapped[object]
# --- list type
class Base(DeclarativeBase):
    pass
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    x: Mapped[List[str]] = mapped_column(sa.JSON)
# --- mixins in order
class Base(DeclarativeBase):
    pass
class Stamps:
    created: Mapped[datetime.datetime] = mapped_column(default=datetime.datetime.now)
    updated: Mapped[Optional[datetime.datetime]]
class HasId:
    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
class A(HasId, Stamps, Base):
    __tablename__ = "a"
    name: Mapped[str]
    size: Mapped[int] = mapped_column(sort_order=5)
class B(Base, Stamps):
    __tablename__ = "b"
    name: Mapped[str]
    pk: Mapped[int] = mapped_column(primary_key=True)
# --- mixin declared_attr annotated
class Base(DeclarativeBase):
    pass
class Owner(Base):
    __tablename__ = "owner"
    id: Mapped[int] = mapped_column(primary_key=True)
class Owned:
    @declared_attr
    def owner_id(cls) -> Mapped[Optional[int]]:
        return mapped_column(sa.ForeignKey("owner.id"))
    @declared_attr
    def kind(cls) -> Mapped[str]:
        return mapped_column(sa.String(3))
    @declared_attr
    def owner(cls) -> Mapped["Owner"]:
        return relationship("Owner")
class A(Owned, Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
# --- base with columns
class Base(DeclarativeBase):
    id: Mapped[int] = mapped_column(primary_key=True)
    @declared_attr.directive
    def __tablename__(cls) -> str:
        return cls.__name__.lower()
class A(Base):
    x: Mapped[int]
class B(Base):
    y: Mapped[int] = mapped_column(index=True)
# --- base with metadata
class Base(DeclarativeBase):
    metadata = sa.MetaData(schema="app", naming_convention={"pk": "pk_%(table_name)s", "fk": "fk_%(table_name)s_%(column_0_N_name)s"})
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    me: Mapped[Optional[int]] = mapped_column(sa.ForeignKey("app.a.id"))
# --- base without metaclass
class Base(orm.DeclarativeBaseNoMeta):
    pass
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
# --- dataclass
class Base(orm.MappedAsDataclass, DeclarativeBase):
    pass
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str]
    nick: Mapped[Optional[str]] = mapped_column(default=None)
    tags: Mapped[str] = mapped_column(default="y")
    made: Mapped[datetime.datetime] = mapped_column(default_factory=lambda: None, kw_only=True)
    def hello(self): return 1
a = A("n", "k", made=3)
shown = [repr(a), repr(A("q"))]
# --- dataclass mixin
class Stamps(orm.MappedAsDataclass):
    created: Mapped[Optional[int]] = mapped_column(default=None, kw_only=True)
class Base(DeclarativeBase):
    pass
class A(Stamps, orm.MappedAsDataclass, Base, kw_only=True):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str]
shown = [repr(A(name="n"))]
# --- registry dataclass
reg = orm.registry()
metadata = reg.metadata
@reg.mapped_as_dataclass
class A:
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(7), default="seven")
shown = [repr(A(1))]
# --- default used as insert default
class Base(DeclarativeBase):
    pass
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(default=5)
    s: Mapped[str] = mapped_column(server_default="x'y", comment="a column")
shown = [A.__table__.c.n.default.arg, A(n=3).n, A().n]
# --- inheritance annotated
class Base(DeclarativeBase):
    pass
class P(Base):
    __tablename__ = "p"
    id: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "type", "polymorphic_identity": "p"}
class Q(P):
    x: Mapped[Optional[int]] = mapped_column(use_existing_column=True)
    __mapper_args__ = {"polymorphic_identity": "q"}
class R(P):
    x: Mapped[Optional[int]] = mapped_column(use_existing_column=True)
    z: Mapped[str] = mapped_column(nullable=True)
    __mapper_args__ = {"polymorphic_identity": "r"}
class S(P):
    __tablename__ = "s"
    id: Mapped[int] = mapped_column(sa.ForeignKey("p.id"), primary_key=True)
    w: Mapped[str]
    __mapper_args__ = {"polymorphic_identity": "s"}
shown = sorted(P.__mapper__.polymorphic_map)
# --- unmapped class variables
class Base(DeclarativeBase):
    __allow_unmapped__ = True
class A(Base):
    __tablename__ = "a"
    limit: ClassVar[int] = 3
    id = sa.Column(sa.Integer, primary_key=True)
    x: int = sa.Column(sa.Integer)
    y: str = sa.Column(sa.String(3))
# --- annotation without Mapped
class Base(DeclarativeBase):
    pass
class A(Base):
    __tablename__ = "a"
    id: int = mapped_column(sa.Integer, primary_key=True)
# --- columns and annotations mixed
class Base(DeclarativeBase):
    pass
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    one: Mapped[str]
    two = sa.Column(sa.Integer)
    three: Mapped[int]
    four = mapped_column(sa.Integer)
    five: Mapped[Optional[str]]
# --- composite
class Base(DeclarativeBase):
    pass
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __composite_values__(self):
        return self.x, self.y
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[Point] = orm.composite(Point, mapped_column("x1", sa.Integer), mapped_column("y1", sa.Integer))
    end: Mapped[Point] = orm.composite(Point, mapped_column("x2", sa.Integer), mapped_column("y2", sa.Integer))
# --- expression attributes
class Base(DeclarativeBase):
    pass
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    __table_args__ = (sa.Index("ix_low", sa.func.lower(name.column) if hasattr(name, "column") else "name"),) if "name" in vars() else ()
shown = [str(A.name == "x"), str(A.name.in_(["a"])), str(sa.select(A.id).where(A.name.like("x%")).order_by(A.id.desc()))]
# --- synonyms and write only
class Base(DeclarativeBase):
    pass
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    bs: orm.WriteOnlyMapped["B"] = relationship()
    ds: orm.DynamicMapped["B"] = relationship(viewonly=True)
    same: Mapped[int] = orm.synonym("id")
class B(Base):
    __tablename__ = "b"
    id: Mapped[int] = mapped_column(primary_key=True)
    a_id: Mapped[int] = mapped_column(sa.ForeignKey("a.id"))
# --- newtype
from typing import NewType
UserId = NewType("UserId", int)
class Base(DeclarativeBase):
    type_annotation_map = {UserId: sa.BigInteger}
class A(Base):
    __tablename__ = "a"
    id: Mapped[UserId] = mapped_column(primary_key=True)
    other: Mapped[Optional[UserId]]
# --- two defaults
class Base(orm.MappedAsDataclass, DeclarativeBase):
    pass
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    tags: Mapped[str] = mapped_column(insert_default="x", default="y")
# --- no primary key
class Base(DeclarativeBase):
    pass
class A(Base):
    __tablename__ = "a"
    x: Mapped[int]
# --- columns within a property
class Base(DeclarativeBase):
    pass
class T(Base):
    __tablename__ = "t"
    id: Mapped[int] = mapped_column(primary_key=True)
    a: Mapped[str] = orm.deferred(mapped_column(sa.String(4)))
    b: Mapped[str] = orm.column_property(mapped_column(sa.String(4)))
    c: Mapped[Optional[str]] = orm.column_property(mapped_column(sa.String(4), nullable=False))
    d: Mapped[str] = orm.deferred(sa.Column(sa.String(4)))
    e: Mapped[str] = mapped_column(sa.String(4), deferred=True)
# --- names in quotes within brackets
class Base(DeclarativeBase):
    pass
class Color(enum.Enum):
    red = 1
class T(Base):
    __tablename__ = "t"
    id: Mapped[int] = mapped_column(primary_key=True)
    a: Mapped[Optional["datetime.datetime"]]
    b: Mapped[Optional["Color"]]
    c: Mapped[Optional["str"]]
    d: Mapped["Optional[Color]"]
    e: Mapped[Union["datetime.date", None]]
    f: Mapped[Union[None, "int"]]
    g: "Mapped[Optional['int']]"
    h: Mapped[Optional["Union[int, None]"]]
    i: Mapped[Optional["int"]] = mapped_column(nullable=False)
# --- concrete classes below one without a table
from sqlalchemy.ext.declarative import AbstractConcreteBase, ConcreteBase
class Base(DeclarativeBase):
    pass
class Employee(AbstractConcreteBase, Base):
    name = sa.Column(sa.String(30))
    number = mapped_column(sa.Integer)
class Manager(Employee):
    __tablename__ = "managers"
    id: Mapped[int] = mapped_column(primary_key=True)
    __mapper_args__ = {"polymorphic_identity": "manager", "concrete": True}
class Engineer(Employee):
    __tablename__ = "engineers"
    id: Mapped[int] = mapped_column(primary_key=True)
    info: Mapped[str]
    __mapper_args__ = {"polymorphic_identity": "engineer", "concrete": True}
class Tool(ConcreteBase, Base):
    __tablename__ = "tools"
    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]
    __mapper_args__ = {"polymorphic_identity": "tool", "concrete": True}
class Saw(Tool):
    __tablename__ = "saws"
    id: Mapped[int] = mapped_column(primary_key=True)
    teeth: Mapped[bytes]
    __mapper_args__ = {"polymorphic_identity": "saw", "concrete": True}
# --- concrete classes, the older way
from sqlalchemy.ext.declarative import AbstractConcreteBase
Base = declarative_base()
class Employee(AbstractConcreteBase, Base):
    name = sa.Column(sa.String(30))
class Manager(Employee):
    __tablename__ = "managers"
    id = sa.Column(sa.Integer, primary_key=True)
    __mapper_args__ = {"polymorphic_identity": "manager", "concrete": True}
