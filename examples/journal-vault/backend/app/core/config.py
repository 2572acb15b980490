"""The settings: one word, ENVIRONMENT, chooses the database."""
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    ENVIRONMENT: Literal["dev", "test", "prod"] = "dev"
    DATABASE_URL_DEV: str = ""
    DATABASE_URL_TEST: str = ""
    DATABASE_URL_PROD: str = ""

    @property
    def DATABASE_URL(self) -> str:
        variable = f"DATABASE_URL_{self.ENVIRONMENT.upper()}"
        url = getattr(self, variable)
        if not url:
            raise ValueError(f"{variable} is not set, and ENVIRONMENT is {self.ENVIRONMENT}")
        return url


settings = Settings()
