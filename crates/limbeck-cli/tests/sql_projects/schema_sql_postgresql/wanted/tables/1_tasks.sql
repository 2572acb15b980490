CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
COMMENT ON TABLE users IS 'who has tasks';
CREATE TABLE app.tasks (
    id serial PRIMARY KEY,
    place serial UNIQUE,
    big bigserial,
    small smallserial,
    user_id bigint REFERENCES users ON DELETE SET NULL,
    state app.state NOT NULL DEFAULT 'open',
    tags text[] NOT NULL DEFAULT '{}',
    price numeric(10, 2) CHECK (price >= 0),
    changed timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX tasks_tags ON app.tasks USING gin (tags);
CREATE TRIGGER touched BEFORE UPDATE ON app.tasks FOR EACH ROW EXECUTE FUNCTION app.touch();
