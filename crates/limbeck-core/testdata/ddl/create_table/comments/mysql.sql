CREATE TABLE t (
    id INTEGER COMMENT 'the ''key''', 
    e INTEGER COMMENT ''
)COMMENT='a table';

