# --- hero
from sqlmodel import Field, Relationship, SQLModel
class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    heroes: List["Hero"] = Relationship(back_populates="team")
class Hero(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    secret: str | None = None
    age: int | None = Field(default=None, ge=0)
    team_id: Optional[int] = Field(default=None, foreign_key="team.id")
    team: Optional[Team] = Relationship(back_populates="heroes")
h = Hero(name="x", team=Team(name="t"))
shown = [h.team.name, len(h.team.heroes), h.name]
# --- base model
from sqlmodel import Field, SQLModel
class UserBase(SQLModel):
    email: str = Field(max_length=255, unique=True, index=True)
    full_name: Optional[str] = Field(default=None, max_length=100)
    is_active: bool = True
class User(UserBase, table=True):
    __tablename__ = "users"
    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    hashed: str
class UserCreate(UserBase):
    password: str = Field(min_length=8)
# --- all types
from pathlib import Path
from sqlmodel import Field, SQLModel
class Color(str, enum.Enum):
    red = "r"
class T(SQLModel, table=True):
    id: int = Field(primary_key=True)
    a: float
    b: bool
    c: datetime.datetime
    d: datetime.date
    e: datetime.time
    f: datetime.timedelta
    g: decimal.Decimal
    h: decimal.Decimal = Field(max_digits=10, decimal_places=3)
    i: bytes
    j: uuid.UUID
    k: Color
    l: Path
    m: Optional[datetime.datetime] = None
    n: Optional[Color] = Field(default=None)
# --- unsupported type
from sqlmodel import Field, SQLModel
class T(SQLModel, table=True):
    id: int = Field(primary_key=True)
    tags: List[str]
# --- dict type
from sqlmodel import Field, SQLModel
class T(SQLModel, table=True):
    id: int = Field(primary_key=True)
    tags: dict
# --- sa_column
from sqlmodel import Column, Field, JSON, SQLModel, String
class T(SQLModel, table=True):
    id: int | None = Field(default=None, sa_column=Column(sa.BigInteger, primary_key=True, autoincrement=True))
    tags: List[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    name: str = Field(sa_column=Column("the_name", String(40), unique=True))
    note: str = Field(default="", sa_type=sa.Text)
    data: Dict[str, Any] = Field(default={}, sa_type=JSON)
    stamp: datetime.datetime = Field(sa_type=sa.DateTime(timezone=True), sa_column_kwargs={"server_default": sa.func.now(), "onupdate": sa.func.now()}, nullable=False)
    checked: int = Field(sa_column_args=[sa.CheckConstraint("checked > 1")])
# --- sa_column twice
from sqlmodel import Column, Field, SQLModel
class T(SQLModel, table=True):
    id: int = Field(primary_key=True, sa_column=Column(sa.Integer))
# --- foreign keys
from sqlmodel import Field, SQLModel
class A(SQLModel, table=True):
    id: int = Field(primary_key=True)
class B(SQLModel, table=True):
    a_id: int = Field(foreign_key="a.id", primary_key=True, ondelete="CASCADE")
    b_id: Optional[int] = Field(default=None, foreign_key="a.id", ondelete="SET NULL", index=True)
# --- set null refused
from sqlmodel import Field, SQLModel
class A(SQLModel, table=True):
    id: int = Field(primary_key=True)
    b_id: int = Field(foreign_key="a.id", ondelete="SET NULL")
# --- link model
from sqlmodel import Field, Relationship, SQLModel
class Link(SQLModel, table=True):
    team_id: int | None = Field(default=None, foreign_key="team.id", primary_key=True)
    hero_id: int | None = Field(default=None, foreign_key="hero.id", primary_key=True)
class Team(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    heroes: list["Hero"] = Relationship(back_populates="teams", link_model=Link)
class Hero(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    teams: list[Team] = Relationship(back_populates="heroes", link_model=Link)
# --- table args
from sqlmodel import Field, Index, SQLModel, UniqueConstraint
class T(SQLModel, table=True):
    __tablename__ = "things"
    __table_args__ = (UniqueConstraint("a", "b", name="uq_ab"), Index("ix_b", "b"), {"schema": "s"})
    id: int = Field(primary_key=True)
    a: int
    b: int
# --- nullable and unique
from sqlmodel import Field, SQLModel
class T(SQLModel, table=True):
    id: int = Field(primary_key=True)
    a: Optional[str] = Field(nullable=False)
    b: str = Field(nullable=True, unique=True)
    c: str = Field(default=None)
    d: int = 5
    e: None | int
# --- plain models make no tables
from sqlmodel import Field, SQLModel
class A(SQLModel):
    x: int
class B(A):
    y: str = "q"
shown = [repr(A(x="3")), repr(B(x=1).model_dump())]
# --- table defaults
from sqlmodel import Field, SQLModel
class A(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    n: int = Field(default=3, ge=1)
    s: str
a = A(s=5)
shown = [repr(a), repr(A.model_validate({"s": "z"})), repr(a.model_dump())]
# --- mixin models
from sqlmodel import Field, SQLModel
class Stamps(SQLModel):
    created_at: Optional[datetime.datetime] = Field(default=None, sa_type=sa.DateTime(timezone=True), sa_column_kwargs={"server_default": sa.func.now()}, nullable=False)
class HasId(SQLModel):
    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True, index=True)
class A(HasId, Stamps, table=True):
    name: str
class B(Stamps, HasId, table=True):
    name: str
# --- annotated field
from pydantic import EmailStr, StringConstraints, constr
from sqlmodel import Field, SQLModel
class A(SQLModel, table=True):
    id: Annotated[int | None, Field(primary_key=True)] = None
    a: Annotated[str, Field(max_length=10)]
    b: Annotated[str, StringConstraints(max_length=20)]
    c: constr(max_length=30)
    d: Annotated[Optional[str], Field(max_length=5)] = None
# --- own registry and metadata
from sqlmodel import Field, SQLModel
meta = sa.MetaData(schema="z")
class Root(SQLModel):
    metadata = meta
class A(Root, table=True):
    id: int = Field(primary_key=True)
metadata = meta
# --- naming convention
from sqlmodel import Field, SQLModel
SQLModel.metadata.naming_convention = {"ix": "%(column_0_label)s_idx", "pk": "%(table_name)s_pkey", "uq": "%(table_name)s_%(column_0_name)s_key", "fk": "%(table_name)s_%(column_0_name)s_fkey"}
class A(SQLModel, table=True):
    id: int = Field(primary_key=True)
    x: str = Field(unique=True)
    y: str = Field(index=True)
    z: int = Field(foreign_key="a.id")
# --- future annotations
from __future__ import annotations
from sqlmodel import Field, SQLModel
class A(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    x: str | None = None
# --- naive datetimes
from pydantic import AwareDatetime, NaiveDatetime
from sqlmodel import Field, SQLModel
class A(SQLModel, table=True):
    id: int = Field(primary_key=True)
    a: NaiveDatetime
    b: Optional[AwareDatetime] = None
# --- order beside a relationship
from sqlmodel import JSON, Column, Field, Relationship, SQLModel
class U(SQLModel, table=True):
    id: int = Field(primary_key=True)
    fs: List["F"] = Relationship(back_populates="user")
class Part(SQLModel):
    name: str
    icon: Optional[str] = None
    data: Optional[dict] = Field(default=None, nullable=True, sa_type=JSON)
    mcp: Optional[str] = None
    tags: Optional[str] = None
    end: int
class F(Part, table=True):
    id: int = Field(primary_key=True)
    data: Optional[dict] = Field(default=None, sa_column=Column(JSON))
    user_id: int = Field(foreign_key="u.id")
    user: U = Relationship(back_populates="fs")
    icon: Optional[str] = None
    tags: Optional[str] = None
    locked: Optional[str] = None
# --- literal
from sqlmodel import Field, SQLModel
class A(SQLModel, table=True):
    id: int = Field(primary_key=True)
    a: Literal["x", "y"]
# --- field without table
from sqlmodel import Field, SQLModel
class A(SQLModel, table=True):
    name: str
