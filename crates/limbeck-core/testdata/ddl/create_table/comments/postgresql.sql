CREATE TABLE t (
    id INTEGER, 
    e INTEGER
);

COMMENT ON TABLE t IS 'a table';

COMMENT ON COLUMN t.id IS 'the ''key''';

COMMENT ON COLUMN t.e IS '';

