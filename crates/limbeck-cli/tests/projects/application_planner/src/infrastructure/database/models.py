"""The tables of the planner."""
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Business(Base):
    __tablename__ = "businesses"

    id = Column(Integer, primary_key=True)
    name = Column(String(100), nullable=False)
    tasks = relationship("Task", back_populates="business")


class Task(Base):
    __tablename__ = "tasks"

    id = Column(Integer, primary_key=True)
    business_id = Column(Integer, ForeignKey("businesses.id"))
    title = Column(String(200))
    business = relationship(Business, back_populates="tasks")
