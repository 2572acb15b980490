"""The four models; imported by base.py, so that its metadata has them all."""
from .action_list import ActionList
from .project import Project
from .sprint import Sprint
from .task import Task

__all__ = ["ActionList", "Project", "Sprint", "Task"]
