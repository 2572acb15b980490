-- create users
--
-- revision: a1
-- down_revision:

-- upgrade
CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL, note text DEFAULT E'it\'s; %s');
CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    NEW.name := upper(NEW.name); -- louder; always
    RETURN NEW;
END
$body$;
CREATE TRIGGER shout BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION shout();
INSERT INTO users (name) VALUES ('me :you');

-- downgrade
DROP TABLE users;
DROP FUNCTION shout;
