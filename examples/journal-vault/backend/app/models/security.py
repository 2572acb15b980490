"""The vault: what only the user's own key opens, and the sessions that prove it."""
import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id, Moment


class SecretTag(Base):
    __tablename__ = "secret_tags"

    id: Mapped[Id]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    phrase_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[Moment]


class WrappedKey(Base):
    __tablename__ = "wrapped_keys"
    __table_args__ = (CheckConstraint("version > 0", name="version"),)

    id: Mapped[Id]
    secret_tag_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("secret_tags.id", ondelete="CASCADE"), index=True
    )
    algorithm: Mapped[str] = mapped_column(String(50), server_default="AES-KW")
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    version: Mapped[int] = mapped_column(Integer, server_default="1")


class VaultBlob(Base):
    __tablename__ = "vault_blobs"

    id: Mapped[Id]
    wrapped_key_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("wrapped_keys.id", ondelete="CASCADE"), index=True
    )
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[Moment]


class OpaqueSession(Base):
    __tablename__ = "opaque_sessions"

    id: Mapped[Id]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(20), server_default="started")
    server_state: Mapped[bytes | None] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
