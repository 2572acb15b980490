"""Settings, from the environment or .env."""
from typing import Optional

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    DATABASE_URL: str = "sqlite:///./journal.db"
    SECRET_KEY: Optional[str] = None
    DB_POOL_SIZE: int = 5

    class Config:
        env_file = ".env"
        case_sensitive = True


settings = Settings()
