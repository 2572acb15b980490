INSERT INTO t (a, b) VALUES (1, 'x');

-- CompileError: Could not render literal value "5" with datatype VARCHAR(5); see parent stack trace for more detail.
