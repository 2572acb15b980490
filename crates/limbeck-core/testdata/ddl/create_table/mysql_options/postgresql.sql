CREATE TABLE t (
    id INTEGER
);

COMMENT ON TABLE t IS 'it''s';

