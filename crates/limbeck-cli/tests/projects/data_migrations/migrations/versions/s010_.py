"""a list in text becomes rows of its own"""
import sqlalchemy as sa
from alembic import op

revision = "s010"
down_revision = "s009"


def upgrade():
    tag = op.create_table("tag", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20), nullable=False, unique=True))
    order_tag = op.create_table(
        "order_tag",
        sa.Column("order_id", sa.Integer, sa.ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("tag_id", sa.Integer, sa.ForeignKey("tag.id"), primary_key=True),
    )
    bind = op.get_bind()
    known = {}
    for id, tags in bind.execute(sa.text("SELECT id, tags FROM orders WHERE tags IS NOT NULL ORDER BY id")).all():
        for name in sorted(set(filter(None, tags.split(",")))):
            if name not in known:
                known[name] = bind.execute(tag.insert().values(name=name)).inserted_primary_key[0]
            bind.execute(order_tag.insert(), {"order_id": id, "tag_id": known[name]})
    with op.batch_alter_table("orders") as batch:
        batch.drop_column("tags")


def downgrade():
    op.add_column("orders", sa.Column("tags", sa.String(100)))
    op.execute("UPDATE orders SET tags = (SELECT min(t.name) FROM order_tag o JOIN tag t ON t.id = o.tag_id WHERE o.order_id = orders.id)")
    op.drop_table("order_tag")
    op.drop_table("tag")
