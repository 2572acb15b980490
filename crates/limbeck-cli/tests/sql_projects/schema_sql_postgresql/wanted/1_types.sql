CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('open', 'done');
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed = now();
    RETURN NEW;
END;
$$;
