# --- plain environment
from pydantic_settings import BaseSettings
environ.update(DATABASE_URL="postgresql://x/y", PORT="5432", DEBUG="yes", RATIO="1.5")
class S(BaseSettings):
    database_url: str
    port: int
    debug: bool = False
    ratio: float = 0
    other: str = "o"
show(S())
# --- missing and wrong
from pydantic_settings import BaseSettings
environ.update(PORT="abc", DEBUG="maybe", RATIO="x")
class S(BaseSettings):
    database_url: str
    port: int
    debug: bool
    ratio: float
S()
# --- nested
from pydantic import BaseModel, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
environ.update(APP_DATABASE__HOST="localhost", APP_DATABASE__PORT="5432", APP_DATABASE__USER="u", APP_DATABASE__PASSWORD="p@ss", APP_SECRET_KEY="dev_secret_key_exactly_32_chars!!")
class Database(BaseModel):
    host: str
    port: int = 1
    user: str
    password: SecretStr
    @property
    def url(self):
        return f"postgresql+asyncpg://{self.user}:{self.password.get_secret_value()}@{self.host}:{self.port}"
class S(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_", env_nested_delimiter="__")
    database: Database
    secret_key: SecretStr
    environment: str = "development"
s = S()
show(s, s.database.url, s.secret_key.get_secret_value(), s.model_dump())
# --- nested wrong
from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict
environ.update(APP_DATABASE__PORT="x", APP_SECRET_KEY="short")
class Database(BaseModel):
    host: str
    port: int
class S(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_", env_nested_delimiter="__")
    database: Database
    secret_key: str = Field(min_length=32)
S()
# --- env file
from pydantic_settings import BaseSettings, SettingsConfigDict
path = write("one.env", "A=1\nB=two # comment\n# C=x\nexport D='d d'\nEXTRA=5\n")
class S(BaseSettings):
    model_config = SettingsConfigDict(env_file=path, extra="ignore")
    a: int
    b: str
    d: str
environ["B"] = "from env"
show(S(), S(a=9), S(_env_file=None, a=1, d="x"))
# --- env file with unknown names
from pydantic_settings import BaseSettings, SettingsConfigDict
path = write("two.env", "A=1\nEXTRA=5\n")
class S(BaseSettings):
    model_config = SettingsConfigDict(env_file=path)
    a: int
S()
# --- several env files
from pydantic_settings import BaseSettings, SettingsConfigDict
one = write("a.env", "A=1\nB=1\n")
two = write("b.env", "B=2\nC=2\n")
class S(BaseSettings):
    model_config = SettingsConfigDict(env_file=(one, two, folder + "/none.env"), env_file_encoding="utf-8", extra="allow")
    a: int
    b: int
show(S(), S().model_extra)
# --- env file with prefix
from pydantic_settings import BaseSettings, SettingsConfigDict
path = write("c.env", "APP_A=1\nAPP_B=2\nOTHER=3\n")
class S(BaseSettings):
    model_config = SettingsConfigDict(env_file=path, env_prefix="app_", extra="allow")
    a: int
show(S(), S().model_extra)
# --- case sensitive
from pydantic_settings import BaseSettings, SettingsConfigDict
environ.update(Abc="1", ABC="2", abc="3")
class S(BaseSettings):
    model_config = SettingsConfigDict(case_sensitive=True)
    Abc: str
    ABC: str
show(S())
# --- complex values
from typing import Dict, List, Optional, Set, Union
from pydantic_settings import BaseSettings
environ.update(HOSTS='["a", "b"]', NUMBERS="[1, 2]", MAP='{"a": 1}', MAYBE='["x"]', MIXED="plain")
class S(BaseSettings):
    hosts: List[str]
    numbers: Set[int] = set()
    map: Dict[str, int] = {}
    maybe: Optional[List[str]] = None
    mixed: Union[str, List[str]] = ""
show(S())
# --- complex value that is no JSON
from typing import List
from pydantic_settings import BaseSettings
environ.update(HOSTS="a,b")
class S(BaseSettings):
    hosts: List[str]
S()
# --- no decode
from typing import Annotated, List
from pydantic import field_validator
from pydantic_settings import BaseSettings, NoDecode
environ.update(HOSTS="a,b")
class S(BaseSettings):
    hosts: Annotated[List[str], NoDecode]
    @field_validator("hosts", mode="before")
    @classmethod
    def split(cls, value):
        return value.split(",")
show(S())
# --- alias
from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict
environ.update(DB_URL="x", SECOND="2")
class S(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_")
    url: str = Field(alias="DB_URL")
    two: int = Field(validation_alias=AliasChoices("FIRST", "SECOND"))
show(S())
# --- alias missing
from pydantic import Field
from pydantic_settings import BaseSettings
class S(BaseSettings):
    url: str = Field(validation_alias="DB_URL")
    three: int = 3
S()
# --- populate by name
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
environ.update(URL="by name")
class S(BaseSettings):
    model_config = SettingsConfigDict(populate_by_name=True)
    url: str = Field(alias="DB_URL")
show(S(), S(url="u"), S(DB_URL="v"))
# --- secrets
from pydantic_settings import BaseSettings, SettingsConfigDict
import os
write("password", "  s3cret\n")
class S(BaseSettings):
    model_config = SettingsConfigDict(secrets_dir=folder)
    password: str
    user: str = "u"
show(S())
environ["PASSWORD"] = "env wins"
show(S())
# --- old Config class
from pydantic_settings import BaseSettings
path = write("old.env", "X=5\n")
class S(BaseSettings):
    x: int
    class Config:
        env_file = path
        case_sensitive = False
show(S())
# --- validators
from pydantic import computed_field, field_validator, model_validator
from pydantic_settings import BaseSettings
environ.update(HOST="h", PORT="1")
class S(BaseSettings):
    host: str
    port: int
    url: str | None = None
    @field_validator("host")
    @classmethod
    def upper(cls, value):
        return value.upper()
    @field_validator("url", mode="before")
    @classmethod
    def fill(cls, value, info):
        return value or f"{info.data['host']}:{info.data['port']}"
    @model_validator(mode="after")
    def check(self):
        self.port += 1
        return self
    @computed_field
    @property
    def both(self) -> str:
        return f"{self.host}{self.port}"
show(S(), S().model_dump())
# --- failing validators
from pydantic import field_validator, model_validator
from pydantic_settings import BaseSettings
environ.update(HOST="h")
class S(BaseSettings):
    host: str
    other: str = "x"
    @field_validator("host")
    @classmethod
    def refuse(cls, value):
        raise ValueError("not this host")
    @field_validator("other")
    @classmethod
    def refuse_too(cls, value):
        assert value == "y", "has to be y"
        return value
S()
# --- failing model validator
from pydantic import model_validator
from pydantic_settings import BaseSettings
class S(BaseSettings):
    a: int = 1
    @model_validator(mode="after")
    def refuse(self):
        raise ValueError("never right")
S()
# --- custom sources
from pydantic_settings import BaseSettings
environ.update(A="env")
class S(BaseSettings):
    a: str
    @classmethod
    def settings_customise_sources(cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings):
        return env_settings, init_settings
show(S(a="init"))
# --- postgres dsn
from pydantic import PostgresDsn
from pydantic_settings import BaseSettings
environ.update(URL="postgresql+asyncpg://u:p%40@h:5433/db?ssl=true")
class S(BaseSettings):
    url: PostgresDsn
s = S()
show(s, str(s.url), s.url.path, s.url.hosts(), str(PostgresDsn.build(scheme="postgresql", username="u", password="p", host="h", port=5432, path="db")))
# --- wrong dsn
from pydantic import PostgresDsn
from pydantic_settings import BaseSettings
environ.update(URL="sqlite:///x", OTHER="nothing")
class S(BaseSettings):
    url: PostgresDsn
    other: PostgresDsn
S()
# --- http url
from pydantic import AnyUrl, HttpUrl
from pydantic_settings import BaseSettings
environ.update(A="https://Example.com", B="http://x:80/y?z=1#f", C="redis://r:6379/0")
class S(BaseSettings):
    a: HttpUrl
    b: HttpUrl
    c: AnyUrl
s = S()
show(s, str(s.a), s.b.port, s.b.query, s.b.fragment, s.c.path)
# --- enum and literal
import enum
from typing import Literal
from pydantic_settings import BaseSettings
environ.update(LEVEL="info", MODE="dev", WRONG="zzz", BAD="q")
class Level(str, enum.Enum):
    info = "info"
    debug = "debug"
class S(BaseSettings):
    level: Level
    mode: Literal["dev", "prod"]
show(S())
class T(BaseSettings):
    wrong: Level
    bad: Literal["dev", "prod", "test"]
T()
# --- optional and none
from typing import Optional
from pydantic_settings import BaseSettings, SettingsConfigDict
environ.update(A="", B="null")
class S(BaseSettings):
    model_config = SettingsConfigDict(env_parse_none_str="null", env_ignore_empty=True)
    a: Optional[int] = 7
    b: Optional[int] = 3
show(S())
# --- dict by nested names
from typing import Dict
from pydantic_settings import BaseSettings, SettingsConfigDict
environ.update(M__A="1", M__B="2", N='{"x": {"y": 1}}', N__X__Z="5")
class S(BaseSettings):
    model_config = SettingsConfigDict(env_nested_delimiter="__")
    m: Dict[str, int]
    n: Dict[str, Dict[str, int]]
show(S())
# --- constraints
from pydantic import BaseModel, Field
class M(BaseModel):
    a: int = Field(gt=0)
    b: int = Field(ge=1, le=5)
    c: float = Field(lt=1.5)
    d: str = Field(min_length=2, max_length=3)
    e: str = Field(pattern="^a")
    f: list[int] = Field(min_length=1)
    g: int = Field(multiple_of=5)
M(a=0, b=6, c=2, d="x", e="b", f=[], g=3)
# --- scalars
from pydantic import BaseModel
class M(BaseModel):
    a: int
    b: str
    c: bool
    d: float
    e: list[int]
    f: dict[str, int]
    g: tuple[int, str]
    h: set[int]
show(M(a="5", b="x", c="off", d="2", e=("1", 2), f={"a": "1"}, g=[1, "x"], h=[1, 1]))
show(M(a=5.0, b="x", c=1, d=2, e=[], f={}, g=(True, ""), h=set()))
M(a=1.5, b=1, c="x", d=[], e="x", f=[], g=[1], h=3)
# --- items wrong
from typing import Dict, List, Optional, Union
from pydantic import BaseModel
class Inner(BaseModel):
    x: int
class M(BaseModel):
    a: List[int]
    b: Dict[str, int]
    c: List[Inner]
    d: Optional[int]
    e: Union[int, bool]
    f: Inner
    g: int | None
M(a=[1, "x"], b={"k": "v"}, c=[{"x": 1}, {"x": "q"}, {}], d="z", e="zz", f=5, g=[1])
# --- extra
from pydantic import BaseModel, ConfigDict
class A(BaseModel):
    model_config = ConfigDict(extra="forbid")
    x: int
class B(BaseModel):
    model_config = ConfigDict(extra="allow")
    x: int
show(B(x=1, y=2))
A(x=1, y=2, z="a long text that has to be shortened since it is longer than fifty letters")
# --- model features
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr
class M(BaseModel):
    model_config = ConfigDict(frozen=True)
    a: int = 1
    b: list[int] = []
    c: str = Field(default="x", exclude=True, alias="sea")
    _p: int = PrivateAttr(default=4)
m = M()
show(m, m.model_copy(update={"a": 2}), m.model_dump(), m.model_dump_json(), m._p, m == M(), M.model_fields["a"].default, sorted(M.model_fields))
m.a = 3
# --- assignment
from pydantic import BaseModel, ConfigDict
class M(BaseModel):
    model_config = ConfigDict(validate_assignment=True)
    a: int = 1
m = M()
m.a = "5"
show(m)
m.a = "x"
# --- dates and numbers
import datetime, decimal, uuid
from pathlib import Path
from pydantic import BaseModel
class M(BaseModel):
    a: datetime.datetime
    b: datetime.date
    c: datetime.time
    d: datetime.timedelta
    e: decimal.Decimal
    f: uuid.UUID
    g: Path
m = M(a="2024-01-02T03:04:05", b="2024-01-02", c="03:04", d="PT90S", e="1.50", f="12345678123456781234567812345678", g="/x/y")
show(m.a.isoformat(), m.b.isoformat(), m.c.isoformat(), m.d.total_seconds(), str(m.e), str(m.f), str(m.g), m.model_dump_json())
# --- dates wrong
import datetime, decimal, uuid
from pydantic import BaseModel
class M(BaseModel):
    e: decimal.Decimal
    f: uuid.UUID
    h: bytes
    i: None
M(e="x", f="zz", h=5, i=1)
# --- email
from pydantic import SecretStr, BaseModel
class M(BaseModel):
    s: SecretStr = SecretStr("abc")
show(M(), M().model_dump(), str(M().s), M().s.get_secret_value(), len(M().s))
# --- constrained types
from typing import Annotated
from pydantic import AfterValidator, BaseModel, BeforeValidator, PositiveInt, StringConstraints, conint, conlist, constr
class M(BaseModel):
    a: PositiveInt = 1
    b: conint(ge=2) = 2
    c: constr(strip_whitespace=True, to_lower=True, min_length=1) = "x"
    d: conlist(int, min_length=1) = [1]
    e: Annotated[int, AfterValidator(lambda v: v * 2)] = 3
    f: Annotated[int, BeforeValidator(lambda v: int(v) + 1)] = 3
    g: Annotated[str, StringConstraints(to_upper=True)] = "q"
show(M(c="  AbC ", e=4, f="5", g="zz"))
M(a=0, b=1, c="  ", d=[])
# --- before model validator
from pydantic import BaseModel, model_validator
class M(BaseModel):
    a: int
    b: int
    @model_validator(mode="before")
    @classmethod
    def fill(cls, data):
        return {"b": 2, **data}
show(M(a=1), M.model_validate({"a": "7", "b": 8}))
# --- old validators
import warnings
warnings.simplefilter("ignore")
from pydantic import BaseModel, root_validator, validator
class M(BaseModel):
    a: str
    b: str = "b"
    @validator("a", pre=True)
    def strip(cls, v):
        return v.strip()
    @validator("b", always=True)
    def both(cls, v, values):
        return v + values["a"]
    @root_validator(pre=True)
    def anything(cls, values):
        return values
show(M(a=" x "))
# --- from attributes
from pydantic import BaseModel, ConfigDict
class Row:
    a, b = 1, "x"
class M(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    a: int
    b: str
show(M.model_validate(Row()))
# --- forward references
from typing import List, Optional
from pydantic import BaseModel
class Node(BaseModel):
    value: int
    children: List["Node"] = []
    parent: Optional["Node"] = None
show(Node(value=1, children=[{"value": "2"}]))
Node(value=1, children=[{"value": "x"}])
# --- type adapter
from typing import List
from pydantic import TypeAdapter
show(TypeAdapter(List[int]).validate_python(["1", 2]), TypeAdapter(dict[str, int]).validate_json('{"a": 1}'))
TypeAdapter(List[int]).validate_python(["x"])
# --- generators and aliases
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel
class M(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)
    first_name: str
show(M(firstName="a"), M(first_name="b"), M(first_name="b").model_dump(by_alias=True))
M()
# --- lru cached settings
from functools import lru_cache
from pydantic_settings import BaseSettings
environ.update(NAME="n")
class S(BaseSettings):
    name: str
@lru_cache
def get_settings() -> S:
    return S()
show(get_settings(), get_settings() is get_settings())
# --- dotenv
from dotenv import dotenv_values
path = write("d.env", """# comment
A=1
B = two words  # trailing
C='single # quoted'
D="double \\n quoted"
export E=exported
F=
G
H=${A}-${MISSING:-default}-${MISSING}
I='${A}'
J=a#b
K=a #b
L="multi
line"
M=it's
N="q\\"q"
 O=indented
P= # nothing
'Q R'=quoted key
S=caf\u00e9
T=$A
U="x" # after
V='it\\'s'
W=a=b=c
X=\\n
""")
show(*[f"{k}={v!r}" for k, v in dotenv_values(path).items()])
show(*[f"{k}={v!r}" for k, v in dotenv_values(path, interpolate=False).items() if "$" in str(v)])
# --- dotenv wrong lines
import logging
logging.disable(logging.CRITICAL)
from dotenv import dotenv_values
path = write("w.env", "A=1\nB='unclosed\nC=3\n=x\nD=\"a\" b\nE=5\r\nF=6\rG=7")
show(*[f"{k}={v!r}" for k, v in dotenv_values(path).items()])
# --- load dotenv
from dotenv import load_dotenv
import os
environ["A"] = "old"
path = write("l.env", "A=new\nB=b${A}\nC\n")
show(load_dotenv(path), os.environ["A"], os.environ["B"], os.environ.get("C"))
show(load_dotenv(path, override=True), os.environ["A"], os.environ["B"])
show(load_dotenv(folder + "/nothing.env"))
# --- set and unset
from dotenv import get_key, set_key, unset_key
path = write("s.env", "A=1\n# note\nB=2")
show(set_key(path, "A", "it's"), set_key(path, "C", "c", quote_mode="auto"), set_key(path, "D", "d", export=True), get_key(path, "A"), unset_key(path, "B"))
show(open(path).read())
# --- stream and find
import io
from dotenv import dotenv_values, find_dotenv
show(dict(dotenv_values(stream=io.StringIO("X=1\nY=${X}2\n"))))
# --- serializers that are told of the call
from typing import Any
from pydantic import BaseModel, model_serializer, field_serializer, SerializerFunctionWrapHandler, SerializationInfo
class Inner(BaseModel):
    x: int = 1
    @model_serializer(mode="wrap", when_used="always")
    def s(self, handler, info):
        d = handler(self); d["mode"] = info.mode; d["ex"] = info.exclude_none
        return d
class A(BaseModel):
    a: int = 1
    b: Any = None
    i: Inner = Inner()
    @field_serializer("a")
    def sa(self, value, info): return (value, info.field_name, info.mode)
    @field_serializer("b", mode="wrap")
    def sb(self, value, handler, info): return [handler(value), info.field_name]
class C(BaseModel):
    q: int = 3
    @model_serializer
    def ser(self): return {"q!": self.q}
class D(BaseModel):
    q: int = 3
    c: C = C()
    @model_serializer(mode="wrap")
    def ser(self, handler): return {"in": handler(self)}
show(A().model_dump(), A(b=Inner()).model_dump(exclude_none=True), A().model_dump(mode="json"), C().model_dump(), D().model_dump(), D().model_dump_json(), A().model_dump(exclude={"i"}))
# --- serializers for JSON alone
from typing import Optional
from pydantic import BaseModel, field_serializer, model_serializer
class A(BaseModel):
    a: int = 1
    b: Optional[int] = None
    c: Optional[int] = None
    @field_serializer("a", when_used="json")
    def sa(self, value): return f"a{value}"
    @field_serializer("b", when_used="unless-none")
    def sb(self, value): return f"b{value}"
    @field_serializer("c", when_used="json-unless-none")
    def sc(self, value): return f"c{value}"
class B(BaseModel):
    a: int = 1
    @model_serializer(when_used="json")
    def whole(self): return {"json": self.a}
show(A().model_dump(), A(b=1, c=2).model_dump(), A(b=1, c=2).model_dump(mode="json"), A().model_dump_json(), B().model_dump(), B().model_dump_json())
