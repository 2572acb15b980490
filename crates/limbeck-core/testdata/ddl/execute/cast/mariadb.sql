SELECT a::text, '10%' FROM t;

