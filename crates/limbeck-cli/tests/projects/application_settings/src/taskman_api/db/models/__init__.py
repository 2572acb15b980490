from .project import Project
from .sprint import Sprint

__all__ = ["Project", "Sprint"]
