"""a shop with rows"""
import datetime
import decimal
import json

import sqlalchemy as sa
from alembic import op

revision = "s000"
down_revision = None


def upgrade():
    customer = op.create_table(
        "customer",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("email", sa.String(80)),
        sa.Column("address", sa.String(200)),
        sa.Column("status", sa.String(10), server_default="new", nullable=False),
        sa.Column("settings", sa.Text),
    )
    orders = op.create_table(
        "orders",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("customer_id", sa.Integer, sa.ForeignKey("customer.id", name="fk_orders_customer")),
        sa.Column("total", sa.Numeric(10, 2), nullable=False),
        sa.Column("placed", sa.DateTime, nullable=False),
        sa.Column("tags", sa.String(100)),
    )
    archived = op.create_table(
        "archived_orders",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("customer_id", sa.Integer),
        sa.Column("total", sa.Numeric(10, 2), nullable=False),
        sa.Column("placed", sa.DateTime, nullable=False),
    )
    if op.get_context().as_sql:
        return
    placed = datetime.datetime(2024, 2, 28, 12, 30)
    op.bulk_insert(customer, [
        {
            "id": number,
            "name": f"Name{number} O'Last{number % 7}",
            "email": f" Mail{number % 20}@Example.org",
            "address": f"Street {number}; City {number % 3}" if number % 5 else None,
            "status": ("new", "active", "gone")[number % 3],
            "settings": json.dumps({"theme": "dark" if number % 2 else "light", "n": number}),
        }
        for number in range(1, 26)
    ])
    for table, first, count in ((orders, 1, 60), (archived, 101, 15)):
        rows = [
            {
                "id": first + number,
                "customer_id": number % 25 + 1,
                "total": decimal.Decimal(number * 7) / 4,
                "placed": placed + datetime.timedelta(hours=13 * number),
            }
            for number in range(count)
        ]
        if table is orders:
            rows = [{**row, "tags": "%s,é,:x"[: row["id"] % 8] or None} for row in rows]
        op.bulk_insert(table, rows)


def downgrade():
    for name in ("archived_orders", "orders", "customer"):
        op.drop_table(name)
