"""keys become UUIDs"""
import uuid

import sqlalchemy as sa
from alembic import op

revision = "s011"
down_revision = "s010"


def upgrade():
    bind = op.get_bind()
    with op.batch_alter_table("order_tag") as batch:
        batch.add_column(sa.Column("tag_uuid", sa.Uuid))
    with op.batch_alter_table("tag") as batch:
        batch.add_column(sa.Column("uuid", sa.Uuid))
    tag = sa.table("tag", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("uuid", sa.Uuid))
    link = sa.table("order_tag", sa.column("tag_id", sa.Integer), sa.column("tag_uuid", sa.Uuid))
    for row in bind.execute(sa.select(tag.c.id, tag.c.name)).all():
        key = uuid.uuid5(uuid.NAMESPACE_URL, row.name)
        bind.execute(tag.update().where(tag.c.id == row.id).values(uuid=key))
    bind.execute(link.update().values(tag_uuid=sa.select(tag.c.uuid).where(tag.c.id == link.c.tag_id).scalar_subquery()))
    assert bind.scalar(sa.select(sa.func.count()).select_from(link).where(link.c.tag_uuid.is_(None))) == 0
    op.create_table("label", sa.Column("id", sa.Uuid, primary_key=True), sa.Column("name", sa.String(20), nullable=False))
    op.execute("INSERT INTO label (id, name) SELECT uuid, name FROM tag")
    op.create_table(
        "order_label",
        sa.Column("order_id", sa.Integer, sa.ForeignKey("orders.id"), primary_key=True),
        sa.Column("label_id", sa.Uuid, sa.ForeignKey("label.id"), primary_key=True),
    )
    op.execute("INSERT INTO order_label (order_id, label_id) SELECT order_id, tag_uuid FROM order_tag")
    op.drop_table("order_tag")
    op.drop_table("tag")


def downgrade():
    bind = op.get_bind()
    tag = op.create_table("tag", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20), nullable=False, unique=True))
    link = op.create_table(
        "order_tag",
        sa.Column("order_id", sa.Integer, sa.ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("tag_id", sa.Integer, sa.ForeignKey("tag.id"), primary_key=True),
    )
    metadata = sa.MetaData()
    metadata.reflect(bind, only=["label", "order_label"])
    label, own = metadata.tables["label"], metadata.tables["order_label"]
    numbers = {}
    for number, (key, name) in enumerate(bind.execute(sa.select(label.c.id, label.c.name).order_by(label.c.name)), 1):
        numbers[key] = number
        bind.execute(tag.insert().values(id=number, name=name))
    rows = [{"order_id": row.order_id, "tag_id": numbers[row.label_id]} for row in bind.execute(sa.select(own))]
    bind.execute(link.insert(), rows)
    op.drop_table("order_label")
    op.drop_table("label")
