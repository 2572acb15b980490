"""initial schema

Revision ID: v001
Revises:
Create Date: 2025-10-17 09:00:00.000000

Why: the planner's first tables. Tasks carry an embedding of their title and description, so that
the duration of a new task can be told from similar ones; hence pgvector and the HNSW index.
"""
from alembic import op
import sqlalchemy as sa
from pgvector.sqlalchemy import Vector
from sqlalchemy.dialects import postgresql

revision = "v001"
down_revision = None
branch_labels = None
depends_on = None

EMBEDDING_SIZE = 1536


def timestamps():
    return [
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
    ]


def upgrade():
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    create_tables()
    create_indexes()
    for statement in TRIGGERS + FUNCTIONS + VIEWS:
        op.execute(statement)
    insert_initial_data()


def downgrade():
    op.execute("DROP VIEW v_business_workload")
    op.execute("DROP VIEW v_open_tasks")
    op.execute("DROP FUNCTION project_progress(integer)")
    op.execute("DROP FUNCTION estimate_duration(vector, integer)")
    op.execute("DROP FUNCTION find_similar_tasks(vector, integer, integer)")
    op.execute("DROP FUNCTION overdue_tasks(integer)")
    op.execute("DROP TRIGGER trg_task_history_user_activity ON task_history")
    op.execute("DROP TRIGGER trg_tasks_log_history ON tasks")
    op.execute("DROP TRIGGER trg_tasks_set_updated_at ON tasks")
    op.execute("DROP FUNCTION note_user_activity()")
    op.execute("DROP FUNCTION log_task_history()")
    op.execute("DROP FUNCTION set_updated_at()")
    op.drop_index("idx_tasks_embedding_hnsw", table_name="tasks")
    op.drop_table("task_history")
    op.drop_table("tasks")
    op.drop_table("projects")
    op.drop_table("members")
    op.drop_table("businesses")
    op.drop_table("users")
    op.execute("DROP TYPE task_status")
    op.execute("DROP EXTENSION vector")


def create_tables():
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(255), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("timezone", sa.String(50), server_default="UTC", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("last_active_at", sa.DateTime(timezone=True)),
        *timestamps(),
        sa.CheckConstraint("email LIKE '%_@_%'", name="ck_users_email"),
    )
    op.create_table(
        "businesses",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("slug", sa.String(50), nullable=False),
        sa.Column("color", sa.String(7), server_default="#808080", nullable=False, comment="As in CSS"),
        sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False),
        *timestamps(),
        sa.CheckConstraint("color ~ '^#[0-9a-fA-F]{6}$'", name="ck_businesses_color"),
        comment="What the user runs",
    )
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("business_id", sa.Integer(), sa.ForeignKey("businesses.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("role", sa.String(50), nullable=False),
        sa.Column("email", sa.String(255)),
        sa.Column("skills", postgresql.ARRAY(sa.String(50)), server_default="{}", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False),
        *timestamps(),
    )
    op.create_table(
        "projects",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("business_id", sa.Integer(), sa.ForeignKey("businesses.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("status", sa.String(20), server_default="active", nullable=False),
        sa.Column("starts_on", sa.Date()),
        sa.Column("ends_on", sa.Date()),
        *timestamps(),
        sa.CheckConstraint("status IN ('active', 'paused', 'done')", name="ck_projects_status"),
        sa.CheckConstraint("ends_on >= starts_on", name="ck_projects_dates"),
    )
    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("business_id", sa.Integer(), sa.ForeignKey("businesses.id", ondelete="CASCADE"), nullable=False),
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("projects.id", ondelete="SET NULL")),
        sa.Column("assigned_to", sa.Integer(), sa.ForeignKey("members.id", ondelete="SET NULL")),
        sa.Column("parent_id", sa.Integer(), sa.ForeignKey("tasks.id", ondelete="CASCADE")),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column(
            "status",
            postgresql.ENUM("open", "in_progress", "done", "archived", name="task_status"),
            server_default="open",
            nullable=False,
        ),
        sa.Column("priority", sa.SmallInteger(), server_default="3", nullable=False, comment="1 is urgent, 4 can wait"),
        sa.Column("estimated_duration", sa.Integer(), comment="Minutes"),
        sa.Column("actual_duration", sa.Integer(), comment="Minutes"),
        sa.Column("deadline", sa.DateTime(timezone=True)),
        sa.Column("completed_at", sa.DateTime(timezone=True)),
        sa.Column("embedding", Vector(EMBEDDING_SIZE), comment="Of title and description"),
        sa.Column("metadata", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed("to_tsvector('simple', title || ' ' || coalesce(description, ''))", persisted=True),
        ),
        *timestamps(),
        sa.CheckConstraint("priority BETWEEN 1 AND 4", name="ck_tasks_priority"),
        sa.CheckConstraint("estimated_duration > 0", name="ck_tasks_estimated_duration"),
        sa.CheckConstraint("(status = 'done') = (completed_at IS NOT NULL) OR status = 'archived'", name="ck_tasks_completed"),
    )
    op.create_table(
        "task_history",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("task_id", sa.Integer(), nullable=False, comment="Also of tasks that are gone"),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("event", sa.String(20), nullable=False),
        sa.Column("changes", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.CheckConstraint("event IN ('created', 'updated', 'deleted')", name="ck_task_history_event"),
    )


def create_indexes():
    """The 32 of database/indexes-strategy.md, in its order."""
    op.create_index("idx_users_email", "users", [sa.text("lower(email)")], unique=True)
    op.create_index("idx_users_active", "users", ["last_active_at"], postgresql_where=sa.text("is_active"))
    op.create_index("idx_users_created", "users", ["created_at"])

    op.create_index("idx_businesses_user", "businesses", ["user_id"])
    op.create_index("idx_businesses_user_slug", "businesses", ["user_id", "slug"], unique=True)
    op.create_index("idx_businesses_active", "businesses", ["user_id"], postgresql_where=sa.text("is_active"))

    op.create_index("idx_members_business", "members", ["business_id"])
    op.create_index("idx_members_business_name", "members", ["business_id", "name"], unique=True)
    op.create_index("idx_members_role", "members", ["role"])
    op.create_index("idx_members_skills", "members", ["skills"], postgresql_using="gin")

    op.create_index("idx_projects_business", "projects", ["business_id"])
    op.create_index("idx_projects_business_name", "projects", ["business_id", "name"], unique=True)
    op.create_index("idx_projects_status", "projects", ["status"])
    op.create_index("idx_projects_ends", "projects", ["ends_on"], postgresql_where=sa.text("status = 'active'"))

    op.create_index("idx_tasks_user", "tasks", ["user_id"])
    op.create_index("idx_tasks_business", "tasks", ["business_id"])
    op.create_index("idx_tasks_project", "tasks", ["project_id"])
    op.create_index("idx_tasks_assigned", "tasks", ["assigned_to"])
    op.create_index("idx_tasks_parent", "tasks", ["parent_id"], postgresql_where=sa.text("parent_id IS NOT NULL"))
    op.create_index("idx_tasks_status", "tasks", ["status"])
    op.create_index("idx_tasks_user_status", "tasks", ["user_id", "status"])
    op.create_index("idx_tasks_business_status", "tasks", ["business_id", "status", "priority"])
    op.create_index("idx_tasks_deadline", "tasks", ["deadline"], postgresql_where=sa.text("status IN ('open', 'in_progress')"))
    op.create_index("idx_tasks_completed", "tasks", [sa.text("completed_at DESC NULLS LAST")])
    op.create_index("idx_tasks_created", "tasks", [sa.column("created_at").desc()])
    op.create_index("idx_tasks_metadata", "tasks", ["metadata"], postgresql_using="gin", postgresql_ops={"metadata": "jsonb_path_ops"})
    op.create_index("idx_tasks_search", "tasks", ["search"], postgresql_using="gin")
    op.create_index(
        "idx_tasks_embedding_hnsw",
        "tasks",
        ["embedding"],
        postgresql_using="hnsw",
        postgresql_with={"m": 16, "ef_construction": 64},
        postgresql_ops={"embedding": "vector_cosine_ops"},
    )

    op.create_index("idx_task_history_task", "task_history", ["task_id", "occurred_at"])
    op.create_index("idx_task_history_user", "task_history", ["user_id"])
    op.create_index("idx_task_history_occurred", "task_history", ["occurred_at"], postgresql_using="brin")
    op.create_index("idx_task_history_event", "task_history", ["event"], postgresql_include=["task_id"])


TRIGGERS = [
    """
    CREATE FUNCTION set_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.updated_at := now();
        RETURN NEW;
    END;
    $$
    """,
    """
    CREATE TRIGGER trg_tasks_set_updated_at BEFORE UPDATE ON tasks
    FOR EACH ROW EXECUTE FUNCTION set_updated_at()
    """,
    """
    CREATE FUNCTION log_task_history() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        task tasks := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        changed jsonb := '{}';
        kind text := CASE TG_OP WHEN 'INSERT' THEN 'created' WHEN 'UPDATE' THEN 'updated' ELSE 'deleted' END;
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            SELECT coalesce(jsonb_object_agg(key, jsonb_build_array(was.value, becomes.value)), '{}')
            INTO changed
            FROM jsonb_each(to_jsonb(OLD) - '{embedding,search,updated_at}'::text[]) AS was
            JOIN jsonb_each(to_jsonb(NEW)) AS becomes USING (key)
            WHERE was.value IS DISTINCT FROM becomes.value;
            IF changed = '{}' THEN
                RETURN NULL;
            END IF;
        ELSIF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM users WHERE id = OLD.user_id) THEN
            -- The user went, and the history with them.
            RETURN NULL;
        END IF;
        INSERT INTO task_history (task_id, user_id, event, changes)
        VALUES (task.id, task.user_id, kind, changed);
        RETURN NULL;
    END;
    $$
    """,
    """
    CREATE TRIGGER trg_tasks_log_history AFTER INSERT OR UPDATE OR DELETE ON tasks
    FOR EACH ROW EXECUTE FUNCTION log_task_history()
    """,
    """
    CREATE FUNCTION note_user_activity() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE users SET last_active_at = NEW.occurred_at WHERE id = NEW.user_id;
        RETURN NULL;
    END;
    $$
    """,
    """
    CREATE TRIGGER trg_task_history_user_activity AFTER INSERT ON task_history
    FOR EACH ROW EXECUTE FUNCTION note_user_activity()
    """,
]

FUNCTIONS = [
    """
    CREATE FUNCTION overdue_tasks(of_user integer) RETURNS SETOF integer LANGUAGE sql STABLE AS $$
        SELECT id FROM tasks
        WHERE user_id = of_user AND status IN ('open', 'in_progress') AND deadline < now()
        ORDER BY deadline, id
    $$
    """,
    """
    CREATE FUNCTION find_similar_tasks(wanted vector, of_business integer, at_most integer DEFAULT 5)
    RETURNS TABLE (task_id integer, distance double precision) LANGUAGE sql STABLE AS $$
        SELECT id, embedding <=> wanted FROM tasks
        WHERE business_id = of_business AND embedding IS NOT NULL
        ORDER BY embedding <=> wanted
        LIMIT at_most
    $$
    """,
    """
    CREATE FUNCTION estimate_duration(wanted vector, of_business integer) RETURNS integer LANGUAGE sql STABLE AS $$
        SELECT round(avg(tasks.actual_duration))::integer
        FROM find_similar_tasks(wanted, of_business) AS similar_one
        JOIN tasks ON tasks.id = similar_one.task_id
        WHERE tasks.actual_duration IS NOT NULL
    $$
    """,
    """
    CREATE FUNCTION project_progress(of_project integer) RETURNS numeric LANGUAGE sql STABLE AS $$
        SELECT round(100.0 * count(*) FILTER (WHERE status = 'done') / nullif(count(*), 0), 1)
        FROM tasks WHERE project_id = of_project AND status <> 'archived'
    $$
    """,
]

VIEWS = [
    """
    CREATE VIEW v_open_tasks AS
    SELECT tasks.id, tasks.title, tasks.status, tasks.priority, tasks.deadline,
           businesses.name AS business, projects.name AS project, members.name AS member
    FROM tasks
    JOIN businesses ON businesses.id = tasks.business_id
    LEFT JOIN projects ON projects.id = tasks.project_id
    LEFT JOIN members ON members.id = tasks.assigned_to
    WHERE tasks.status IN ('open', 'in_progress')
    """,
    """
    CREATE VIEW v_business_workload AS
    SELECT businesses.id, businesses.name,
           count(tasks.id) FILTER (WHERE tasks.status IN ('open', 'in_progress')) AS open_tasks,
           count(tasks.id) FILTER (WHERE tasks.status = 'done') AS done_tasks,
           coalesce(sum(tasks.estimated_duration) FILTER (WHERE tasks.status IN ('open', 'in_progress')), 0) AS open_minutes
    FROM businesses
    LEFT JOIN tasks ON tasks.business_id = businesses.id
    GROUP BY businesses.id, businesses.name
    """,
]


def insert_initial_data():
    op.execute("INSERT INTO users (id, email, name, timezone) VALUES (1, 'owner@planner.example', 'Owner', 'Asia/Almaty')")
    op.execute("""
        INSERT INTO businesses (id, user_id, name, slug, color) VALUES
            (1, 1, 'Lab Supply', 'lab-supply', '#2f6f4f'),
            (2, 1, 'Repair Shop', 'repair-shop', '#b5502d'),
            (3, 1, 'Trading House', 'trading-house', '#3a4f9b'),
            (4, 1, 'Import Desk', 'import-desk', '#8a6d1f')
    """)
    members = sa.table(
        "members",
        sa.column("id", sa.Integer),
        sa.column("business_id", sa.Integer),
        sa.column("name", sa.String),
        sa.column("role", sa.String),
        sa.column("skills", postgresql.ARRAY(sa.String)),
    )
    op.bulk_insert(
        members,
        [
            {"id": 1, "business_id": 1, "name": "Marat", "role": "director", "skills": ["contracts", "hiring"]},
            {"id": 2, "business_id": 1, "name": "Iskander", "role": "technician", "skills": ["service"]},
            {"id": 3, "business_id": 2, "name": "Olga", "role": "manager", "skills": ["sales"]},
            {"id": 4, "business_id": 2, "name": "Timur", "role": "mechanic", "skills": ["engines", "welding"]},
            {"id": 5, "business_id": 2, "name": "Dana", "role": "accountant", "skills": ["payroll"]},
            {"id": 6, "business_id": 3, "name": "Aigerim", "role": "buyer", "skills": ["negotiation"]},
            {"id": 7, "business_id": 3, "name": "Pavel", "role": "storekeeper", "skills": ["logistics"]},
            {"id": 8, "business_id": 4, "name": "Saule", "role": "broker", "skills": ["customs", "logistics"]},
        ],
    )
    # The ids above were given, so that the sequences have to be told.
    for table in ("users", "businesses", "members"):
        op.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
