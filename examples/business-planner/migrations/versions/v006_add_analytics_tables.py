"""add analytics tables

Revision ID: v006
Revises: v005
Create Date: 2026-01-09 09:00:00.000000

Why: reports must not read all tasks. A row per business and day is filled from the tasks that
are there and kept up by a nightly job; the view compares the months.
"""
import datetime

from alembic import context, op
import sqlalchemy as sa

revision = "v006"
down_revision = "v005"
branch_labels = None
depends_on = None

metrics = sa.table(
    "daily_metrics",
    sa.column("business_id", sa.Integer),
    sa.column("day", sa.Date),
    sa.column("done", sa.Integer),
    sa.column("minutes", sa.Integer),
)
tasks = sa.table(
    "tasks",
    sa.column("business_id", sa.Integer),
    sa.column("completed_at", sa.DateTime(timezone=True)),
    sa.column("actual_duration", sa.Integer),
)


def upgrade():
    op.create_table(
        "daily_metrics",
        sa.Column("business_id", sa.Integer(), sa.ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("minutes", sa.Integer(), server_default="0", nullable=False),
    )
    op.create_table(
        "estimate_errors",
        sa.Column("task_id", sa.Integer(), sa.ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("estimated", sa.Integer(), nullable=False),
        sa.Column("actual", sa.Integer(), nullable=False),
        sa.Column("error", sa.Numeric(8, 2), sa.Computed("round((actual - estimated) * 100.0 / estimated, 2)", persisted=True)),
    )
    op.execute("""
        INSERT INTO estimate_errors (task_id, estimated, actual)
        SELECT id, estimated_duration, actual_duration FROM tasks
        WHERE estimated_duration IS NOT NULL AND actual_duration IS NOT NULL
    """)
    fill_metrics()
    op.execute("""
        CREATE VIEW v_monthly_metrics AS
        SELECT business_id, date_trunc('month', day)::date AS month, sum(done) AS done, sum(minutes) AS minutes
        FROM daily_metrics GROUP BY 1, 2
    """)


def fill_metrics():
    day = sa.cast(sa.func.timezone("UTC", tasks.c.completed_at), sa.Date).label("day")
    totals = (
        sa.select(
            tasks.c.business_id,
            day,
            sa.func.count().label("done"),
            sa.func.coalesce(sa.func.sum(tasks.c.actual_duration), 0).label("minutes"),
        )
        .where(tasks.c.completed_at.is_not(None))
        .group_by(tasks.c.business_id, day)
        .order_by(tasks.c.business_id, day)
    )
    if context.is_offline_mode():
        op.execute(metrics.insert().from_select(["business_id", "day", "done", "minutes"], totals))
        return
    # A day without work gets a row too, so that the averages are right.
    bind = op.get_bind()
    days = {}
    for row in bind.execute(totals):
        days.setdefault(row.business_id, {})[row.day] = {"done": row.done, "minutes": row.minutes}
    rows = []
    for business_id, known in days.items():
        day, last = min(known), max(known)
        while day <= last:
            rows.append({"business_id": business_id, "day": day, **known.get(day, {"done": 0, "minutes": 0})})
            day += datetime.timedelta(days=1)
    if rows:
        op.bulk_insert(metrics, rows)


def downgrade():
    op.execute("DROP VIEW v_monthly_metrics")
    op.drop_table("estimate_errors")
    op.drop_table("daily_metrics")
