-- The database at v001, written by deploy/dump-schema.sh. A test holds it to what the revision makes.

CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;

CREATE TYPE public.task_status AS ENUM (
    'open',
    'in_progress',
    'done',
    'archived'
);

CREATE FUNCTION public.estimate_duration(wanted public.vector, of_business integer) RETURNS integer
    LANGUAGE sql STABLE
    AS $$
        SELECT round(avg(tasks.actual_duration))::integer
        FROM find_similar_tasks(wanted, of_business) AS similar_one
        JOIN tasks ON tasks.id = similar_one.task_id
        WHERE tasks.actual_duration IS NOT NULL
    $$;

CREATE FUNCTION public.find_similar_tasks(wanted public.vector, of_business integer, at_most integer DEFAULT 5) RETURNS TABLE(task_id integer, distance double precision)
    LANGUAGE sql STABLE
    AS $$
        SELECT id, embedding <=> wanted FROM tasks
        WHERE business_id = of_business AND embedding IS NOT NULL
        ORDER BY embedding <=> wanted
        LIMIT at_most
    $$;

CREATE FUNCTION public.log_task_history() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
    $$;

CREATE FUNCTION public.note_user_activity() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    BEGIN
        UPDATE users SET last_active_at = NEW.occurred_at WHERE id = NEW.user_id;
        RETURN NULL;
    END;
    $$;

CREATE FUNCTION public.overdue_tasks(of_user integer) RETURNS SETOF integer
    LANGUAGE sql STABLE
    AS $$
        SELECT id FROM tasks
        WHERE user_id = of_user AND status IN ('open', 'in_progress') AND deadline < now()
        ORDER BY deadline, id
    $$;

CREATE FUNCTION public.project_progress(of_project integer) RETURNS numeric
    LANGUAGE sql STABLE
    AS $$
        SELECT round(100.0 * count(*) FILTER (WHERE status = 'done') / nullif(count(*), 0), 1)
        FROM tasks WHERE project_id = of_project AND status <> 'archived'
    $$;

CREATE FUNCTION public.set_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    BEGIN
        NEW.updated_at := now();
        RETURN NEW;
    END;
    $$;

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);

CREATE TABLE public.businesses (
    id integer NOT NULL,
    user_id integer NOT NULL,
    name character varying(100) NOT NULL,
    slug character varying(50) NOT NULL,
    color character varying(7) DEFAULT '#808080'::character varying NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_businesses_color CHECK (((color)::text ~ '^#[0-9a-fA-F]{6}$'::text))
);

COMMENT ON TABLE public.businesses IS 'What the user runs';

COMMENT ON COLUMN public.businesses.color IS 'As in CSS';

CREATE SEQUENCE public.businesses_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.businesses_id_seq OWNED BY public.businesses.id;

CREATE TABLE public.members (
    id integer NOT NULL,
    business_id integer NOT NULL,
    name character varying(100) NOT NULL,
    role character varying(50) NOT NULL,
    email character varying(255),
    skills character varying(50)[] DEFAULT '{}'::character varying[] NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE SEQUENCE public.members_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.members_id_seq OWNED BY public.members.id;

CREATE TABLE public.projects (
    id integer NOT NULL,
    business_id integer NOT NULL,
    name character varying(200) NOT NULL,
    description text,
    status character varying(20) DEFAULT 'active'::character varying NOT NULL,
    starts_on date,
    ends_on date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_projects_dates CHECK ((ends_on >= starts_on)),
    CONSTRAINT ck_projects_status CHECK (((status)::text = ANY ((ARRAY['active'::character varying, 'paused'::character varying, 'done'::character varying])::text[])))
);

CREATE SEQUENCE public.projects_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.projects_id_seq OWNED BY public.projects.id;

CREATE TABLE public.task_history (
    id bigint NOT NULL,
    task_id integer NOT NULL,
    user_id integer NOT NULL,
    event character varying(20) NOT NULL,
    changes jsonb DEFAULT '{}'::jsonb NOT NULL,
    occurred_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_task_history_event CHECK (((event)::text = ANY ((ARRAY['created'::character varying, 'updated'::character varying, 'deleted'::character varying])::text[])))
);

COMMENT ON COLUMN public.task_history.task_id IS 'Also of tasks that are gone';

CREATE SEQUENCE public.task_history_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.task_history_id_seq OWNED BY public.task_history.id;

CREATE TABLE public.tasks (
    id integer NOT NULL,
    user_id integer NOT NULL,
    business_id integer NOT NULL,
    project_id integer,
    assigned_to integer,
    parent_id integer,
    title character varying(200) NOT NULL,
    description text,
    status public.task_status DEFAULT 'open'::public.task_status NOT NULL,
    priority smallint DEFAULT '3'::smallint NOT NULL,
    estimated_duration integer,
    actual_duration integer,
    deadline timestamp with time zone,
    completed_at timestamp with time zone,
    embedding public.vector(1536),
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    search tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, (((title)::text || ' '::text) || COALESCE(description, ''::text)))) STORED,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_tasks_completed CHECK ((((status = 'done'::public.task_status) = (completed_at IS NOT NULL)) OR (status = 'archived'::public.task_status))),
    CONSTRAINT ck_tasks_estimated_duration CHECK ((estimated_duration > 0)),
    CONSTRAINT ck_tasks_priority CHECK (((priority >= 1) AND (priority <= 4)))
);

COMMENT ON COLUMN public.tasks.priority IS '1 is urgent, 4 can wait';

COMMENT ON COLUMN public.tasks.estimated_duration IS 'Minutes';

COMMENT ON COLUMN public.tasks.actual_duration IS 'Minutes';

COMMENT ON COLUMN public.tasks.embedding IS 'Of title and description';

CREATE SEQUENCE public.tasks_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.tasks_id_seq OWNED BY public.tasks.id;

CREATE TABLE public.users (
    id integer NOT NULL,
    email character varying(255) NOT NULL,
    name character varying(100) NOT NULL,
    timezone character varying(50) DEFAULT 'UTC'::character varying NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    last_active_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_users_email CHECK (((email)::text ~~ '%_@_%'::text))
);

CREATE SEQUENCE public.users_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;

CREATE VIEW public.v_business_workload AS
 SELECT businesses.id,
    businesses.name,
    count(tasks.id) FILTER (WHERE (tasks.status = ANY (ARRAY['open'::public.task_status, 'in_progress'::public.task_status]))) AS open_tasks,
    count(tasks.id) FILTER (WHERE (tasks.status = 'done'::public.task_status)) AS done_tasks,
    COALESCE(sum(tasks.estimated_duration) FILTER (WHERE (tasks.status = ANY (ARRAY['open'::public.task_status, 'in_progress'::public.task_status]))), (0)::bigint) AS open_minutes
   FROM (public.businesses
     LEFT JOIN public.tasks ON ((tasks.business_id = businesses.id)))
  GROUP BY businesses.id, businesses.name;

CREATE VIEW public.v_open_tasks AS
 SELECT tasks.id,
    tasks.title,
    tasks.status,
    tasks.priority,
    tasks.deadline,
    businesses.name AS business,
    projects.name AS project,
    members.name AS member
   FROM (((public.tasks
     JOIN public.businesses ON ((businesses.id = tasks.business_id)))
     LEFT JOIN public.projects ON ((projects.id = tasks.project_id)))
     LEFT JOIN public.members ON ((members.id = tasks.assigned_to)))
  WHERE (tasks.status = ANY (ARRAY['open'::public.task_status, 'in_progress'::public.task_status]));

ALTER TABLE ONLY public.businesses ALTER COLUMN id SET DEFAULT nextval('public.businesses_id_seq'::regclass);

ALTER TABLE ONLY public.members ALTER COLUMN id SET DEFAULT nextval('public.members_id_seq'::regclass);

ALTER TABLE ONLY public.projects ALTER COLUMN id SET DEFAULT nextval('public.projects_id_seq'::regclass);

ALTER TABLE ONLY public.task_history ALTER COLUMN id SET DEFAULT nextval('public.task_history_id_seq'::regclass);

ALTER TABLE ONLY public.tasks ALTER COLUMN id SET DEFAULT nextval('public.tasks_id_seq'::regclass);

ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);

ALTER TABLE ONLY public.businesses
    ADD CONSTRAINT businesses_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.projects
    ADD CONSTRAINT projects_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.task_history
    ADD CONSTRAINT task_history_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

CREATE INDEX idx_businesses_active ON public.businesses USING btree (user_id) WHERE is_active;

CREATE INDEX idx_businesses_user ON public.businesses USING btree (user_id);

CREATE UNIQUE INDEX idx_businesses_user_slug ON public.businesses USING btree (user_id, slug);

CREATE INDEX idx_members_business ON public.members USING btree (business_id);

CREATE UNIQUE INDEX idx_members_business_name ON public.members USING btree (business_id, name);

CREATE INDEX idx_members_role ON public.members USING btree (role);

CREATE INDEX idx_members_skills ON public.members USING gin (skills);

CREATE INDEX idx_projects_business ON public.projects USING btree (business_id);

CREATE UNIQUE INDEX idx_projects_business_name ON public.projects USING btree (business_id, name);

CREATE INDEX idx_projects_ends ON public.projects USING btree (ends_on) WHERE ((status)::text = 'active'::text);

CREATE INDEX idx_projects_status ON public.projects USING btree (status);

CREATE INDEX idx_task_history_event ON public.task_history USING btree (event) INCLUDE (task_id);

CREATE INDEX idx_task_history_occurred ON public.task_history USING brin (occurred_at);

CREATE INDEX idx_task_history_task ON public.task_history USING btree (task_id, occurred_at);

CREATE INDEX idx_task_history_user ON public.task_history USING btree (user_id);

CREATE INDEX idx_tasks_assigned ON public.tasks USING btree (assigned_to);

CREATE INDEX idx_tasks_business ON public.tasks USING btree (business_id);

CREATE INDEX idx_tasks_business_status ON public.tasks USING btree (business_id, status, priority);

CREATE INDEX idx_tasks_completed ON public.tasks USING btree (completed_at DESC NULLS LAST);

CREATE INDEX idx_tasks_created ON public.tasks USING btree (created_at DESC);

CREATE INDEX idx_tasks_deadline ON public.tasks USING btree (deadline) WHERE (status = ANY (ARRAY['open'::public.task_status, 'in_progress'::public.task_status]));

CREATE INDEX idx_tasks_embedding_hnsw ON public.tasks USING hnsw (embedding public.vector_cosine_ops) WITH (m='16', ef_construction='64');

CREATE INDEX idx_tasks_metadata ON public.tasks USING gin (metadata jsonb_path_ops);

CREATE INDEX idx_tasks_parent ON public.tasks USING btree (parent_id) WHERE (parent_id IS NOT NULL);

CREATE INDEX idx_tasks_project ON public.tasks USING btree (project_id);

CREATE INDEX idx_tasks_search ON public.tasks USING gin (search);

CREATE INDEX idx_tasks_status ON public.tasks USING btree (status);

CREATE INDEX idx_tasks_user ON public.tasks USING btree (user_id);

CREATE INDEX idx_tasks_user_status ON public.tasks USING btree (user_id, status);

CREATE INDEX idx_users_active ON public.users USING btree (last_active_at) WHERE is_active;

CREATE INDEX idx_users_created ON public.users USING btree (created_at);

CREATE UNIQUE INDEX idx_users_email ON public.users USING btree (lower((email)::text));

CREATE TRIGGER trg_task_history_user_activity AFTER INSERT ON public.task_history FOR EACH ROW EXECUTE FUNCTION public.note_user_activity();

CREATE TRIGGER trg_tasks_log_history AFTER INSERT OR DELETE OR UPDATE ON public.tasks FOR EACH ROW EXECUTE FUNCTION public.log_task_history();

CREATE TRIGGER trg_tasks_set_updated_at BEFORE UPDATE ON public.tasks FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

ALTER TABLE ONLY public.businesses
    ADD CONSTRAINT businesses_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_business_id_fkey FOREIGN KEY (business_id) REFERENCES public.businesses(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.projects
    ADD CONSTRAINT projects_business_id_fkey FOREIGN KEY (business_id) REFERENCES public.businesses(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.task_history
    ADD CONSTRAINT task_history_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_assigned_to_fkey FOREIGN KEY (assigned_to) REFERENCES public.members(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_business_id_fkey FOREIGN KEY (business_id) REFERENCES public.businesses(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.tasks(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

