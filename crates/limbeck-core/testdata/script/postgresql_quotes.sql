-- revision: q1
-- down_revision:
-- upgrade: postgresql
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
-- upgraded; rows
    IF NEW.x = $$;$$ THEN RETURN NULL; END IF;
    RETURN NEW;
END
$body$;
SELECT E'a\';b', 'c\'; SELECT $1, "we;ird", U&'d;';
/* one /* two; */ three; */ SELECT 2;
CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END;
DO $do$ BEGIN PERFORM 1; END $do$;
COMMENT ON TABLE t IS $$-- upgrade$$;
-- downgrade: postgresql
DROP FUNCTION f();;
;
DROP FUNCTION g()
