-- The database as it was before it had migrations, with what its users had written.

CREATE TABLE tags (
    id UUID NOT NULL, 
    name VARCHAR(50) NOT NULL, 
    color VARCHAR(7) DEFAULT '#808080' NOT NULL, 
    CONSTRAINT pk_tags PRIMARY KEY (id), 
    CONSTRAINT uq_tags_name UNIQUE (name)
);

CREATE TABLE users (
    id UUID NOT NULL, 
    email VARCHAR(255) NOT NULL, 
    full_name VARCHAR(100), 
    is_active BOOLEAN DEFAULT true NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_users PRIMARY KEY (id), 
    CONSTRAINT uq_users_email UNIQUE (email)
);

CREATE TABLE journal_entries (
    id UUID NOT NULL, 
    user_id UUID NOT NULL, 
    title VARCHAR(200), 
    body TEXT NOT NULL, 
    details JSONB DEFAULT '{}'::jsonb NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_journal_entries PRIMARY KEY (id), 
    CONSTRAINT fk_journal_entries_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_journal_entries_user_id ON journal_entries (user_id);

CREATE TABLE reminders (
    id UUID NOT NULL, 
    user_id UUID NOT NULL, 
    message VARCHAR(500) NOT NULL, 
    due_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    is_sent BOOLEAN DEFAULT false NOT NULL, 
    CONSTRAINT pk_reminders PRIMARY KEY (id), 
    CONSTRAINT fk_reminders_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_reminders_due_at ON reminders (due_at);

CREATE INDEX ix_reminders_user_id ON reminders (user_id);

CREATE TABLE journal_entry_tags (
    entry_id UUID NOT NULL, 
    tag_id UUID NOT NULL, 
    CONSTRAINT pk_journal_entry_tags PRIMARY KEY (entry_id, tag_id), 
    CONSTRAINT fk_journal_entry_tags_entry_id_journal_entries FOREIGN KEY(entry_id) REFERENCES journal_entries (id) ON DELETE CASCADE, 
    CONSTRAINT fk_journal_entry_tags_tag_id_tags FOREIGN KEY(tag_id) REFERENCES tags (id) ON DELETE CASCADE
);

INSERT INTO users (id, email, full_name) VALUES
    ('00000000-0000-0000-0000-000000000001', 'ada@example.org', 'Ada'),
    ('00000000-0000-0000-0000-000000000002', 'max@example.org', NULL);
INSERT INTO tags (id, name) VALUES ('00000000-0000-0000-0000-000000000011', 'garden');
INSERT INTO journal_entries (id, user_id, title, body) VALUES
    ('00000000-0000-0000-0000-000000000021', '00000000-0000-0000-0000-000000000001', 'Rain', 'It rained  all day'),
    ('00000000-0000-0000-0000-000000000022', '00000000-0000-0000-0000-000000000001', NULL, '');
INSERT INTO journal_entry_tags VALUES
    ('00000000-0000-0000-0000-000000000021', '00000000-0000-0000-0000-000000000011');
INSERT INTO reminders (id, user_id, message, due_at) VALUES
    ('00000000-0000-0000-0000-000000000031', '00000000-0000-0000-0000-000000000002', 'Write', '2025-02-01 08:00Z');
