"""partition task history

Revision ID: v009
Revises: v008
Create Date: 2026-03-06 09:00:00.000000

Why: old months of the history are read by nobody and can be detached whole. It pays when the table
is large: at 100,000 rows or less it stays as it is. The condition is part of the SQL, so that a
preview shows it; `database/indexes-strategy.md` says how to partition later.
"""
from alembic import op

revision = "v009"
down_revision = "v008"
branch_labels = None
depends_on = None

THRESHOLD = 100_000


def upgrade():
    op.execute(f"""
        DO $$
        DECLARE
            first date;
            month date;
            last date;
        BEGIN
            LOCK TABLE task_history IN ACCESS EXCLUSIVE MODE;
            IF (SELECT count(*) FROM task_history) <= {THRESHOLD} THEN
                RAISE NOTICE 'task_history is not partitioned: it has % rows or less', {THRESHOLD};
                RETURN;
            END IF;
            CREATE TABLE task_history_partitioned (
                LIKE task_history INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS
            ) PARTITION BY RANGE (occurred_at);

            -- From the oldest month to the one after the newest; the rest has a table as well.
            SELECT date_trunc('month', min(occurred_at) AT TIME ZONE 'UTC'),
                   date_trunc('month', max(occurred_at) AT TIME ZONE 'UTC')
            INTO first, last FROM task_history;
            FOR month IN SELECT generate_series(first, last + interval '1 month', '1 month') LOOP
                EXECUTE format(
                    'CREATE TABLE %I PARTITION OF task_history_partitioned FOR VALUES FROM (%L) TO (%L)',
                    'task_history_' || to_char(month, 'YYYY_MM'),
                    month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC'
                );
            END LOOP;
            CREATE TABLE task_history_other PARTITION OF task_history_partitioned DEFAULT;

            INSERT INTO task_history_partitioned SELECT * FROM task_history;
            ALTER SEQUENCE task_history_id_seq OWNED BY task_history_partitioned.id;
            DROP TABLE task_history;
            ALTER TABLE task_history_partitioned RENAME TO task_history;
            ALTER TABLE task_history ADD CONSTRAINT task_history_pkey PRIMARY KEY (id, occurred_at);
            {CONSTRAINTS_AND_INDEXES}
        END
        $$
    """)


def downgrade():
    op.execute(f"""
        DO $$
        BEGIN
            IF (SELECT relkind FROM pg_class WHERE oid = 'task_history'::regclass) <> 'p' THEN
                RETURN;
            END IF;
            CREATE TABLE task_history_whole (
                LIKE task_history INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS
            );
            INSERT INTO task_history_whole SELECT * FROM task_history;
            ALTER SEQUENCE task_history_id_seq OWNED BY task_history_whole.id;
            DROP TABLE task_history;
            ALTER TABLE task_history_whole RENAME TO task_history;
            ALTER TABLE task_history ADD CONSTRAINT task_history_pkey PRIMARY KEY (id);
            {CONSTRAINTS_AND_INDEXES}
        END
        $$
    """)


CONSTRAINTS_AND_INDEXES = """
            ALTER TABLE task_history ADD CONSTRAINT task_history_user_id_fkey
                FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
            CREATE INDEX idx_task_history_task ON task_history (task_id, occurred_at);
            CREATE INDEX idx_task_history_user ON task_history (user_id);
            CREATE INDEX idx_task_history_occurred ON task_history USING brin (occurred_at);
            CREATE INDEX idx_task_history_event ON task_history (event) INCLUDE (task_id);
            CREATE TRIGGER trg_task_history_user_activity AFTER INSERT ON task_history
                FOR EACH ROW EXECUTE FUNCTION note_user_activity();
"""
