"""The settings of the application."""
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, Field, SecretStr, computed_field
from pydantic_settings import BaseSettings, SettingsConfigDict


class DatabaseSettings(BaseModel):
    host: str = "localhost"
    port: int = Field(default=5432, ge=1, le=65535)
    user: str
    password: SecretStr
    database: str

    @computed_field
    @property
    def async_url(self) -> str:
        password = self.password.get_secret_value()
        return f"postgresql+asyncpg://{self.user}:{password}@{self.host}:{self.port}/{self.database}"


class OwnConfigDict(SettingsConfigDict, total=False):
    table_header: tuple[str, ...]


class Settings(BaseSettings):
    model_config = OwnConfigDict(
        env_file=".env",
        env_prefix="APP_",
        env_nested_delimiter="__",
        case_sensitive=False,
        extra="ignore",
    )

    environment: Literal["development", "staging", "production"] = "development"
    secret_key: SecretStr = Field(min_length=32)
    jwt_secret: SecretStr = Field(min_length=32)
    database: DatabaseSettings


@lru_cache
def get_settings() -> Settings:
    return Settings()
