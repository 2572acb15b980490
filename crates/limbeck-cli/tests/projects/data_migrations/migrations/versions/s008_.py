"""objects in a session"""
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
import sqlalchemy as sa
from alembic import op

revision = "s008"
down_revision = "s007"


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __tablename__ = "customer"
    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str | None]
    city_id: Mapped[int | None] = mapped_column(sa.ForeignKey("city.id"))
    city: Mapped["City | None"] = relationship(back_populates="customers")


class City(Base):
    __tablename__ = "city"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(40), unique=True)
    customers: Mapped[list[Customer]] = relationship(back_populates="city", order_by=Customer.id)


def upgrade():
    bind = op.get_bind()
    City.__table__.create(bind)
    with op.batch_alter_table("customer") as batch:
        batch.add_column(sa.Column("city_id", sa.Integer))
        batch.create_foreign_key("fk_customer_city", "city", ["city_id"], ["id"])
    session = Session(bind=bind)
    cities = {}
    for customer in session.query(Customer).filter(Customer.address.isnot(None)).order_by(Customer.id):
        customer.address, name = customer.address.split("; ")
        if name not in cities:
            cities[name] = City(name=name)
            session.add(cities[name])
        customer.city = cities[name]
    session.flush()
    largest = max(session.scalars(sa.select(City)), key=lambda city: (len(city.customers), city.name))
    assert largest.customers[0].city is largest
    session.commit()


def downgrade():
    session = Session(bind=op.get_bind())
    for customer in session.scalars(sa.select(Customer).where(Customer.city_id.is_not(None))):
        customer.address = f"{customer.address}; {customer.city.name}"
    session.commit()
    with op.batch_alter_table("customer") as batch:
        batch.drop_constraint("fk_customer_city", type_="foreignkey")
        batch.drop_column("city_id")
    op.drop_table("city")
