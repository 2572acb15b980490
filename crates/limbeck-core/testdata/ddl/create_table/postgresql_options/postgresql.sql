CREATE TABLE t (
    id INTEGER
)
 INHERITS (parent)
 PARTITION BY RANGE (id)
 USING heap
 WITH (fillfactor = 70, x = true)
 ON COMMIT PRESERVE ROWS
 TABLESPACE "Fast";

