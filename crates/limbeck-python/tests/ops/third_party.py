import pgvector.sqlalchemy
import sqlalchemy as sa
import sqlalchemy_utils
from alembic import op
from pgvector.sqlalchemy import BIT, HALFVEC, SPARSEVEC, Vector
from sqlalchemy_utils import (
    ArrowType, ChoiceType, EmailType, IPAddressType, JSONType, LtreeType, PasswordType,
    ScalarListType, TSVectorType, URLType, UUIDType,
)
from sqlalchemy_utils.types.phone_number import PhoneNumberType


def upgrade():
    types = [
        UUIDType(), UUIDType(binary=False), ChoiceType([("a", "A")]), EmailType(length=100),
        JSONType(), URLType(), ArrowType(), IPAddressType(), ScalarListType(), TSVectorType("a"),
        LtreeType(), PasswordType(), PhoneNumberType(),
        sqlalchemy_utils.types.uuid.UUIDType(native=False),
        sqlalchemy_utils.types.bit.BitType(3),
        sqlalchemy_utils.types.encrypted.encrypted_type.EncryptedType(),
        Vector(3), HALFVEC(), SPARSEVEC(5), BIT(3), pgvector.sqlalchemy.vector.VECTOR(dim=3),
    ]
    columns = [sa.Column(f"c{number}", type_) for number, type_ in enumerate(types)]
    op.create_table("t", *columns)
    op.create_index("ix", "t", ["c16"], postgresql_using="hnsw",
                    postgresql_ops={"c16": "vector_l2_ops"}, postgresql_with={"m": 16})
